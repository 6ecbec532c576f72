// CoreNLP's quote annotator with attribution: the protocol is in ../peer.py.

import edu.stanford.nlp.pipeline.CoreDocument;
import edu.stanford.nlp.pipeline.CoreEntityMention;
import edu.stanford.nlp.pipeline.CoreQuote;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import edu.stanford.nlp.util.Pair;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.json.Json;
import javax.json.JsonArrayBuilder;
import javax.json.JsonObject;
import javax.json.JsonObjectBuilder;
import javax.json.JsonReader;

public final class CoreNlp {
  private static final Map<String, String> LABELS =
      Map.of("PERSON", "PERSON", "ORGANIZATION", "ORG", "LOCATION", "PLACE", "MISC", "MISC");

  private static double[] now() {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new double[] {System.nanoTime() / 1e9, system.getProcessCpuTime() / 1e9};
  }

  private static JsonArrayBuilder since(double[] start) {
    double[] end = now();
    return Json.createArrayBuilder().add(end[0] - start[0]).add(end[1] - start[1]);
  }

  /** Java counts UTF-16 units; offsets are characters. */
  private static JsonArrayBuilder span(String text, int start, int end) {
    int first = text.codePointCount(0, start);
    return Json.createArrayBuilder().add(first).add(first + text.codePointCount(start, end));
  }

  private static JsonObjectBuilder spanned(String text, int start, int end) {
    int first = text.codePointCount(0, start);
    return Json.createObjectBuilder().add("start", first).add("end", first + text.codePointCount(start, end));
  }

  private static JsonObjectBuilder quote(String text, CoreQuote quote) {
    Pair<Integer, Integer> at = quote.quoteCharOffsets();
    JsonObjectBuilder row = spanned(text, at.first, at.second).add("kind", "direct");
    if (quote.hasSpeaker) {
      quote.speakerCharOffsets().ifPresent(speaker -> row.add("speaker", span(text, speaker.first, speaker.second)));
    }
    if (quote.hasCanonicalSpeaker) quote.canonicalSpeaker().ifPresent(name -> row.add("speaker_name", name));
    return row;
  }

  private static JsonObjectBuilder found(String text, CoreDocument document) {
    JsonArrayBuilder quotes = Json.createArrayBuilder();
    JsonArrayBuilder mentions = Json.createArrayBuilder();
    if (document.quotes() != null) {
      for (CoreQuote quote : document.quotes()) quotes.add(quote(text, quote));
    }
    for (CoreEntityMention mention : document.entityMentions()) {
      String label = LABELS.get(mention.entityType());
      // Pronouns come as mentions too; their tokens are no names.
      if (label == null || mention.tokens().stream().allMatch(token -> token.tag().startsWith("PRP"))) continue;
      mentions.add(spanned(text, mention.charOffsets().first, mention.charOffsets().second).add("label", label));
    }
    return Json.createObjectBuilder().add("quotes", quotes).add("mentions", mentions);
  }

  private static void write(Writer results, JsonObject row) throws java.io.IOException {
    results.write(row.toString());
    results.write('\n');
  }

  public static void main(String[] arguments) throws Exception {
    double[] start = now();
    Properties properties = new Properties();
    properties.setProperty("annotators", "tokenize,pos,lemma,ner,depparse,coref,quote");
    properties.setProperty("threads", "1");
    // Dates, numbers and the finer kinds of names are not asked for.
    properties.setProperty("ner.applyFineGrained", "false");
    properties.setProperty("ner.applyNumericClassifiers", "false");
    properties.setProperty("ner.useSUTime", "false");
    StanfordCoreNLP pipeline = new StanfordCoreNLP(properties);
    JsonArrayBuilder load = since(start);
    List<JsonObject> articles = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      try (JsonReader reader = Json.createReader(new java.io.StringReader(line))) {
        articles.add(reader.readObject());
      }
    }
    try (Writer results = Files.newBufferedWriter(Path.of(arguments[1]))) {
      write(results, Json.createObjectBuilder().add("load", load).build());
      System.out.println("ready");
      System.in.read();
      double[] first = now();
      for (JsonObject article : articles) {
        String text = article.getString("text");
        start = now();
        CoreDocument document = new CoreDocument(text);
        pipeline.annotate(document);
        JsonObjectBuilder row = found(text, document);
        JsonArrayBuilder seconds = since(start);
        row.add("id", article.getString("id")).add("seconds", seconds);
        write(results, row.build());
        if (now()[0] - first[0] > Double.parseDouble(arguments[2])) break;
      }
    }
    System.out.println("done");
    System.out.flush();
    while (System.in.read() >= 0) {}
  }
}
