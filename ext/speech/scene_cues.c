/*
** scene_cues.c: which words are cues. A first look scores every candidate by its word, its frame and what is around it; a
** second one the likely ones once more, with what the first made of the others in the sentence.
*/
#include "language/lexicon.h"
#include "language/names.h"
#include "language/phrases.h"
#include "language/tags.h"
#include "speech/cue_table.h"
#include "speech/grammar.h"
#include "speech/scene.h"
#include "speech/sources.h"
#include "text/text.h"

#include <math.h>

enum { MOST_SENTENCE_CUES = 64, FIRST_LOOK = 12, LEAST_CHANCE = 48 /* of 255 */, QUOTE_NEAR = 15 };

/* ---- scenes ------------------------------------------------------------------------------------------------------------ */

const hs_attribution_models *hs_own_models(hs_attribution_models *models) {
  *models = (hs_attribution_models){.stretches = HS_MODEL(stretches),
                                    .cues = HS_MODEL(cues),
                                    .cues_again = HS_MODEL(cues_again),
                                    .contents = HS_MODEL(contents),
                                    .proposals = HS_MODEL(proposals),
                                    .sources = HS_MODEL(sources),
                                    .verdicts = HS_MODEL(verdicts)};
  return models;
}

static bool has_lemma(const hs_token *token) {
  return token->kind == HS_WORD && token->end - token->start < HEARSAY_LEMMA_MAX &&
         (hs_is_verb_tag(token->tag) || token->tag == HS_NN || token->tag == HS_NNS);
}

uint32_t hs_lemma_key(const hearsay_article *a, uint32_t t) {
  return has_lemma(&a->tokens[t]) ? hs_lemma_hash(a, t) : hs_word_key(a, t);
}

bool hs_begin_scene(hs_scene *scene, hearsay_article *a, const hs_attribution_models *models) {
  *scene = (hs_scene){.article = a, .models = models};
  scene->chances = hs_allocate_array(a, a->token_count + (size_t)1, sizeof *scene->chances);
  scene->recent = hs_allocate_array(a, HS_RECENT, sizeof *scene->recent);
  return !a->status;
}

void hs_end_scene(hs_scene *scene) {
  hs_drop(scene->article, scene->chances);
  hs_drop(scene->article, scene->recent);
  hs_drop(scene->article, scene->cues);
}

float hs_chance_of(int32_t score) {
  return 1 / (1 + expf(-(float)score / HS_WEIGHT_UNIT));
}

uint32_t hs_few(uint32_t number) {
  return number < 4 ? number : number < 7 ? 4 : number < 13 ? 5 : 6;
}

uint32_t hs_chance_step(uint8_t chance) {
  return chance < 8 ? 0 : chance < 26 ? 1 : chance < 77 ? 2 : chance < 153 ? 3 : chance < 217 ? 4 : 5;
}

uint32_t hs_word_key(const hearsay_article *a, uint32_t t) {
  const hs_token *token = &a->tokens[t];
  return token->kind == HS_WORD ? token->hash : hs_mix(token->kind, token->kind == HS_NUMBER ? 0 : token->fold);
}

uint32_t hs_phrase_sort(const hearsay_article *a, const hs_phrase *phrase) {
  if (!phrase) return 0;
  if (phrase->kind == HEARSAY_PRONOUN) return hs_mix(5, a->tokens[phrase->head].hash);
  uint32_t name = a->name_at[phrase->head], classes = hs_classes(a, phrase->head);
  if (name != HEARSAY_NONE && phrase->kind == HEARSAY_NAME) return 1 + a->names[name].label;
  if (hs_is_time_phrase(a, phrase)) return 6;
  if (classes & (HS_PERSON_NOUN | HS_PEOPLE_NOUN)) return 7;
  return classes & (HS_BODY_NOUN | HS_DOCUMENT_NOUN) ? 8 : 9;
}

/* ---- features ---------------------------------------------------------------------------------------------------------- */

/* The sentence that is being looked at. */
typedef struct look {
  hs_scene *scene;
  hs_range sentence;
  uint32_t verbs; /* of the whole sentence, outside of quotation marks */
  bool headline;
} look;

static const uint32_t edge = 1;

static uint32_t word_at(const look *l, uint32_t t, int by) {
  int64_t at = (int64_t)t + by;
  return at >= l->sentence.first && at < l->sentence.last ? hs_word_key(l->scene->article, (uint32_t)at) : edge;
}

static uint32_t tag_at(const look *l, uint32_t t, int by) {
  int64_t at = (int64_t)t + by;
  return at >= l->sentence.first && at < l->sentence.last ? l->scene->article->tokens[at].tag : HS_TAGS;
}

static uint32_t label_at(const look *l, uint32_t t, int by) {
  const hearsay_article *a = l->scene->article;
  int64_t at = (int64_t)t + by;
  if (at < l->sentence.first || at >= l->sentence.last) return 9;
  return a->name_at[at] == HEARSAY_NONE ? 8 : a->names[a->name_at[at]].label;
}

static uint32_t stretch_key(const hearsay_article *a, uint32_t t) {
  const hs_stretch *s = &a->stretches[a->stretch_at[t]];
  return 1 +
         (s->words < 2   ? 0u
          : s->words < 4 ? 1u
          : s->words < 9 ? 2u
                         : 3u) *
             4 +
         s->ends_clause * 2u + s->comma_behind;
}

/* How far the next quotation on a side is, and what it is like. */
static uint32_t quote_distance(const look *l, uint32_t t, bool left, uint32_t *like) {
  const hearsay_article *a = l->scene->article;
  uint32_t first = l->sentence.first > 2 ? l->sentence.first - 2 : 0;
  uint32_t last = l->sentence.last + 2 < a->token_count ? l->sentence.last + 2 : a->token_count;
  *like = 0;
  for (uint32_t by = 1; by < QUOTE_NEAR; by++) {
    if (left ? t < first + by : t + by >= last) break;
    uint32_t at = left ? t - by : t + by;
    if (!hs_in_stretch(a, at)) continue;
    *like = stretch_key(a, at);
    return hs_few(by);
  }
  return 7;
}

static uint32_t ending_of(const hearsay_article *a, const hs_token *token, uint32_t count) {
  uint32_t key = 1;
  for (uint32_t i = token->end; i > token->start && count > 0; i--, count--)
    key = hs_mix(key, hs_fold_lower(a->fold[i - 1]));
  return key;
}

static void add_around(const look *l, const hs_cue *cue, hs_features *f) {
  enum { BY = 3 };
  uint32_t words[2 * BY + 1], tags[2 * BY + 1], lemma = cue->lemma;
  for (int by = -BY; by <= BY; by++) {
    uint32_t place = (uint32_t)(by + BY);
    if (!by) continue;
    words[place] = word_at(l, cue->head, by);
    tags[place] = tag_at(l, cue->head, by);
    hs_add_feature(f, hs_key(10 + place, words[place]));
    hs_add_feature(f, hs_key(20 + place, tags[place]));
  }
  hs_add_feature(f, hs_key2(31, tags[BY - 1], tags[BY + 1]));
  hs_add_feature(f, hs_key2(32, tags[BY + 1], tags[BY + 2]));
  hs_add_feature(f, hs_key2(33, tags[BY - 2], tags[BY - 1]));
  hs_add_feature(f, hs_key2(34, lemma, words[BY + 1]));
  hs_add_feature(f, hs_key2(35, lemma, words[BY - 1]));
  hs_add_feature(f, hs_key2(36, lemma, tags[BY + 1]));
  hs_add_feature(f, hs_key2(37, lemma, tags[BY - 1]));
  hs_add_feature(f, hs_key3(38, lemma, tags[BY + 1], tags[BY + 2]));
  hs_add_feature(f, hs_key2(39, lemma, words[BY + 2]));
  hs_add_feature(f, hs_key2(40, words[BY + 1], words[BY + 2]));
}

static void add_quotes(const look *l, const hs_cue *cue, hs_features *f) {
  uint32_t like_before, like_after;
  uint32_t before = quote_distance(l, cue->head, true, &like_before);
  uint32_t after = quote_distance(l, cue->head, false, &like_after);
  hs_add_feature(f, hs_key2(50, before, like_before));
  hs_add_feature(f, hs_key2(51, after, like_after));
  hs_add_feature(f, hs_key2(52, before, after));
  hs_add_feature(f, hs_key2(53, cue->lemma, before));
  hs_add_feature(f, hs_key2(54, cue->lemma, after));
}

static void add_place(const look *l, const hs_cue *cue, uint32_t verbs, hs_features *f) {
  const hearsay_article *a = l->scene->article;
  uint8_t tag = a->tokens[cue->head].tag;
  uint32_t t = cue->head, after = l->verbs - verbs - (hs_is_verb_tag(tag) ? 1u : 0u);
  bool comma_before = t > l->sentence.first && hs_is_comma(a, t - 1);
  bool comma_behind = t + 1 < l->sentence.last && hs_is_comma(a, t + 1);
  verbs = verbs < 3 ? verbs : 3;
  after = after < 3 ? after : 3;
  hs_add_feature(f, hs_key2(60, l->headline, tag));
  hs_add_feature(f, hs_key2(61, l->headline, cue->lemma));
  hs_add_feature(f, hs_key(62, hs_few(l->sentence.last - t)));
  hs_add_feature(f, hs_key(63, hs_few(t - l->sentence.first)));
  hs_add_feature(f, hs_key2(66, comma_before, comma_behind));
  hs_add_feature(f, hs_key2(67, verbs, after));
  hs_add_feature(f, hs_key2(68, cue->lemma, after < 2 ? after : 2));
  hs_add_feature(f, hs_key2(69, cue->lemma, verbs < 2 ? verbs : 2));
}

/* Colons: how far from both ends of the line, and what stands before. */
static void add_colon(const look *l, const hs_cue *cue, hs_features *f) {
  const hearsay_article *a = l->scene->article;
  hs_range r = a->paragraph_tokens[a->sentences[a->tokens[cue->head].sentence].paragraph];
  if (a->tokens[cue->head].fold != ':') return;
  hs_add_feature(f, hs_key3(70, l->headline, hs_few(cue->head - r.first), hs_few(r.last - cue->head)));
  hs_add_feature(f, hs_key2(71, label_at(l, cue->head, -1), hs_few(cue->head - r.first)));
  hs_add_feature(f, hs_key2(73, cue->word, hs_few(cue->head - r.first)));
}

/* What the rules see: the frame, the subject, the object, the table's figure. */
static void add_frame(const look *l, const hs_cue *cue, hs_features *f) {
  const hearsay_article *a = l->scene->article;
  uint32_t t = cue->head, tag = a->tokens[t].tag, start = cue->tokens.first;
  uint32_t word_class = hs_word_class(a->tokens[t].word), frame = cue->frame * 2u + cue->passive;
  uint32_t figure = cue->probability > 0 ? 1 + (uint32_t)(cue->probability * 9.99f) : 0;
  uint32_t group = start < t ? hs_word_key(a, start) : 0;
  const char *rule;
  hs_range found = hs_subject_before(a, start, l->sentence.first, &rule);
  uint32_t subject = found.first < found.last ? hs_phrase_sort(a, hs_phrase_before(a, found.last)) : 0;
  uint32_t object = hs_phrase_sort(a, hs_phrase_from(a, cue->tokens.last));
  bool denied = start < t && (hs_is(a, t - 1, "not") || hs_is(a, t - 1, "n't"));
  hs_add_feature(f, hs_key(80, frame));
  hs_add_feature(f, hs_key2(81, frame, cue->lemma));
  hs_add_feature(f, hs_key2(85, cue->word, figure));
  hs_add_feature(f, hs_key3(86, cue->word, figure, cue->frame));
  hs_add_feature(f, hs_key3(87, cue->cue_class, figure, cue->frame));
  hs_add_feature(f, hs_key2(88, cue->word, subject));
  hs_add_feature(f, hs_key2(89, cue->lemma, subject));
  hs_add_feature(f, hs_key2(92, object, cue->lemma));
  hs_add_feature(f, hs_key2(93, object, tag));
  hs_add_feature(f, hs_key2(94, group, tag));
  hs_add_feature(f, hs_key2(96, denied, cue->lemma));
  for (uint32_t shift = 0; shift <= 6; shift += 2)
    hs_add_feature(f, hs_key2(97, shift, hs_coarse_class(word_class, shift)));
  hs_add_feature(f, hs_key2(98, hs_coarse_class(word_class, 2), tag_at(l, t, 1)));
  hs_add_feature(f, hs_key2(99, hs_coarse_class(word_class, 4), word_at(l, t, 1)));
}

static void cue_features(const look *l, const hs_cue *cue, uint32_t verbs, hs_features *f) {
  const hearsay_article *a = l->scene->article;
  const hs_token *token = &a->tokens[cue->head];
  f->count = 0;
  hs_add_feature(f, hs_key(2, cue->lemma));
  hs_add_feature(f, hs_key(3, hs_word_key(a, cue->head)));
  hs_add_feature(f, hs_key(7, ending_of(a, token, 3)));
  hs_add_feature(f, hs_key(8, ending_of(a, token, 2)));
  add_around(l, cue, f);
  add_quotes(l, cue, f);
  add_place(l, cue, verbs, f);
  add_colon(l, cue, f);
  add_frame(l, cue, f);
}

/* ---- the second look --------------------------------------------------------------------------------------------------- */

typedef struct sentence_cues {
  hs_cue items[MOST_SENTENCE_CUES];
  hs_features features[MOST_SENTENCE_CUES]; /* as the first look had them */
  uint32_t count;
} sentence_cues;

static void add_others(const look *l, const sentence_cues *cues, uint32_t i, hs_features *f) {
  const uint8_t *chances = l->scene->chances;
  uint8_t before = 0, after = 0, close_before = 0, close_after = 0;
  uint32_t head = cues->items[i].head, self = hs_chance_step(chances[head]);
  for (uint32_t j = 0; j < cues->count; j++) {
    uint32_t other = cues->items[j].head;
    uint8_t chance = chances[other];
    if (j < i && chance > before) before = chance;
    if (j > i && chance > after) after = chance;
    if (j < i && head - other <= 3 && chance > close_before) close_before = chance;
    if (j > i && other - head <= 3 && chance > close_after) close_after = chance;
  }
  hs_add_feature(f, hs_key(110, self));
  hs_add_feature(f, hs_key2(111, self, hs_chance_step(before)));
  hs_add_feature(f, hs_key2(112, self, hs_chance_step(after)));
  hs_add_feature(f, hs_key2(113, hs_chance_step(before), hs_chance_step(after)));
  hs_add_feature(f, hs_key2(114, self, hs_chance_step(close_before)));
  hs_add_feature(f, hs_key2(115, self, hs_chance_step(close_after)));
  hs_add_feature(f, hs_key2(116, cues->items[i].lemma, hs_chance_step(close_before)));
  hs_add_feature(f, hs_key2(117, cues->items[i].lemma, hs_chance_step(close_after)));
  hs_add_feature(f, hs_key2(118, cues->items[i].frame, hs_chance_step(before)));
  hs_add_feature(f, hs_key2(119, cues->items[i].frame, hs_chance_step(after)));
}

static float score(const hs_model *model, const hs_features *features) {
  int32_t scores[1] = {0};
  hs_add_scores(model, features, scores);
  return hs_chance_of(scores[0]);
}

static uint8_t of_255(float chance) {
  return (uint8_t)(chance * 255 + 0.5f);
}

static void look_first(look *l, sentence_cues *cues, hs_cue_visitor *visit, void *data) {
  hs_scene *scene = l->scene;
  hearsay_article *a = scene->article;
  uint32_t verbs = 0;
  for (uint32_t t = l->sentence.first; t < l->sentence.last && hs_tick(a); t++) {
    hs_cue *cue = &cues->items[cues->count];
    hs_features *features = &cues->features[cues->count];
    if (cues->count < MOST_SENTENCE_CUES && hs_look_at_cue(a, t, cue)) {
      cue_features(l, cue, verbs, features);
      if (visit) visit(data, scene, cue, false, features);
      scene->chances[t] = of_255(cue->given ? cue->probability : score(&scene->models->cues, features));
      cues->count += scene->chances[t] >= FIRST_LOOK;
    }
    verbs += hs_is_verb_tag(a->tokens[t].tag) && !hs_in_stretch(a, t);
  }
}

static void look_again(look *l, sentence_cues *cues, hs_cue_visitor *visit, void *data) {
  hs_scene *scene = l->scene;
  uint8_t chances[MOST_SENTENCE_CUES];
  for (uint32_t i = 0; i < cues->count; i++) {
    hs_cue *cue = &cues->items[i];
    hs_features *features = &cues->features[i];
    add_others(l, cues, i, features);
    if (visit) visit(data, scene, cue, true, features);
    chances[i] = cue->given ? scene->chances[cue->head] : of_255(score(&scene->models->cues_again, features));
  }
  for (uint32_t i = 0; i < cues->count; i++) scene->chances[cues->items[i].head] = chances[i];
}

void hs_find_cues(hs_scene *scene, int looks, hs_cue_visitor *visit, void *data) {
  hearsay_article *a = scene->article;
  sentence_cues *cues = hs_allocate_scratch(a, sizeof *cues);
  for (uint32_t s = 0; s < a->sentence_count && !a->status; s++) {
    look l = {.scene = scene, .sentence = a->sentence_tokens[s]};
    l.headline = a->paragraphs[a->sentences[s].paragraph].role == HEARSAY_HEADLINE;
    for (uint32_t t = l.sentence.first; t < l.sentence.last; t++)
      l.verbs += hs_is_verb_tag(a->tokens[t].tag) && !hs_in_stretch(a, t);
    cues->count = 0;
    look_first(&l, cues, visit, data);
    if (looks > 1) look_again(&l, cues, visit, data);
    for (uint32_t i = 0; i < cues->count && !a->status; i++) {
      uint8_t chance = scene->chances[cues->items[i].head];
      if (chance < LEAST_CHANCE) continue;
      if (!hs_grow(a, (void **)&scene->cues, scene->cue_count, &scene->cue_room, sizeof *scene->cues)) break;
      cues->items[i].probability = (float)chance / 255;
      scene->cues[scene->cue_count++] = cues->items[i];
    }
  }
  hs_drop(a, cues);
}
