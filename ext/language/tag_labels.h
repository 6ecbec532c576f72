/*
** tag_labels.h: the labels of the tagger. A label is a Penn Treebank tag and the universal tag that goes with it in the
** English UD treebanks ("that" is IN/SCONJ, DT/DET, DT/PRON or WDT/PRON), so that both come out of one decision.
** Punctuation has the kinds that Penn's tags tell apart. The names are those of ext/model/tag_dictionary.tsv.
*/
#ifndef HS_TAG_LABELS_H
#define HS_TAG_LABELS_H

#include "article.h"

/* X(identifier, name, hs_tag, hearsay_tag, open): open classes have words that no dictionary knows. */
#define HS_TAG_LABELS(X)                                                                                               \
  X(CC_CCONJ, "CC/CCONJ", HS_CC, HEARSAY_CCONJ, false)                                                                 \
  X(CD_NUM, "CD/NUM", HS_CD, HEARSAY_NUM, true)                                                                        \
  X(DT_DET, "DT/DET", HS_DT, HEARSAY_DET, false)                                                                       \
  X(DT_PRON, "DT/PRON", HS_DT, HEARSAY_PRON, false)                                                                    \
  X(EX_PRON, "EX/PRON", HS_EX, HEARSAY_PRON, false)                                                                    \
  X(FW_ADV, "FW/ADV", HS_FW, HEARSAY_ADV, false)                                                                       \
  X(FW_NOUN, "FW/NOUN", HS_FW, HEARSAY_NOUN, false)                                                                    \
  X(FW_X, "FW/X", HS_FW, HEARSAY_X, true)                                                                              \
  X(IN_ADP, "IN/ADP", HS_IN, HEARSAY_ADP, false)                                                                       \
  X(IN_SCONJ, "IN/SCONJ", HS_IN, HEARSAY_SCONJ, false)                                                                 \
  X(JJ_ADJ, "JJ/ADJ", HS_JJ, HEARSAY_ADJ, true)                                                                        \
  X(JJR_ADJ, "JJR/ADJ", HS_JJR, HEARSAY_ADJ, true)                                                                     \
  X(JJS_ADJ, "JJS/ADJ", HS_JJS, HEARSAY_ADJ, true)                                                                     \
  X(LS_X, "LS/X", HS_LS, HEARSAY_X, false)                                                                             \
  X(MD_AUX, "MD/AUX", HS_MD, HEARSAY_AUX, false)                                                                       \
  X(NN_NOUN, "NN/NOUN", HS_NN, HEARSAY_NOUN, true)                                                                     \
  X(NN_PRON, "NN/PRON", HS_NN, HEARSAY_PRON, false)                                                                    \
  X(NN_SYM, "NN/SYM", HS_NN, HEARSAY_SYM, false)                                                                       \
  X(NNP_ADJ, "NNP/ADJ", HS_NNP, HEARSAY_ADJ, true)                                                                     \
  X(NNP_PROPN, "NNP/PROPN", HS_NNP, HEARSAY_PROPN, true)                                                               \
  X(NNP_VERB, "NNP/VERB", HS_NNP, HEARSAY_VERB, true)                                                                  \
  X(NNPS_PROPN, "NNPS/PROPN", HS_NNPS, HEARSAY_PROPN, true)                                                            \
  X(NNS_NOUN, "NNS/NOUN", HS_NNS, HEARSAY_NOUN, true)                                                                  \
  X(PDT_DET, "PDT/DET", HS_PDT, HEARSAY_DET, false)                                                                    \
  X(POS_PART, "POS/PART", HS_POS, HEARSAY_PART, false)                                                                 \
  X(PRP_PRON, "PRP/PRON", HS_PRP, HEARSAY_PRON, false)                                                                 \
  X(PRPS_PRON, "PRP$/PRON", HS_PRPS, HEARSAY_PRON, false)                                                              \
  X(RB_ADV, "RB/ADV", HS_RB, HEARSAY_ADV, true)                                                                        \
  X(RB_PART, "RB/PART", HS_RB, HEARSAY_PART, false)                                                                    \
  X(RBR_ADV, "RBR/ADV", HS_RBR, HEARSAY_ADV, true)                                                                     \
  X(RBS_ADV, "RBS/ADV", HS_RBS, HEARSAY_ADV, false)                                                                    \
  X(RP_ADP, "RP/ADP", HS_RP, HEARSAY_ADP, false)                                                                       \
  X(SYM_SYM, "SYM/SYM", HS_SYM, HEARSAY_SYM, true)                                                                     \
  X(TO_ADP, "TO/ADP", HS_TO, HEARSAY_ADP, false)                                                                       \
  X(TO_PART, "TO/PART", HS_TO, HEARSAY_PART, false)                                                                    \
  X(TO_SCONJ, "TO/SCONJ", HS_TO, HEARSAY_SCONJ, false)                                                                 \
  X(UH_INTJ, "UH/INTJ", HS_UH, HEARSAY_INTJ, true)                                                                     \
  X(VB_AUX, "VB/AUX", HS_VB, HEARSAY_AUX, false)                                                                       \
  X(VB_VERB, "VB/VERB", HS_VB, HEARSAY_VERB, true)                                                                     \
  X(VBD_AUX, "VBD/AUX", HS_VBD, HEARSAY_AUX, false)                                                                    \
  X(VBD_VERB, "VBD/VERB", HS_VBD, HEARSAY_VERB, true)                                                                  \
  X(VBG_AUX, "VBG/AUX", HS_VBG, HEARSAY_AUX, false)                                                                    \
  X(VBG_VERB, "VBG/VERB", HS_VBG, HEARSAY_VERB, true)                                                                  \
  X(VBN_AUX, "VBN/AUX", HS_VBN, HEARSAY_AUX, false)                                                                    \
  X(VBN_VERB, "VBN/VERB", HS_VBN, HEARSAY_VERB, true)                                                                  \
  X(VBP_AUX, "VBP/AUX", HS_VBP, HEARSAY_AUX, false)                                                                    \
  X(VBP_VERB, "VBP/VERB", HS_VBP, HEARSAY_VERB, true)                                                                  \
  X(VBZ_AUX, "VBZ/AUX", HS_VBZ, HEARSAY_AUX, false)                                                                    \
  X(VBZ_VERB, "VBZ/VERB", HS_VBZ, HEARSAY_VERB, true)                                                                  \
  X(WDT_DET, "WDT/DET", HS_WDT, HEARSAY_DET, false)                                                                    \
  X(WDT_PRON, "WDT/PRON", HS_WDT, HEARSAY_PRON, false)                                                                 \
  X(WP_PRON, "WP/PRON", HS_WP, HEARSAY_PRON, false)                                                                    \
  X(WPS_PRON, "WP$/PRON", HS_WPS, HEARSAY_PRON, false)                                                                 \
  X(WRB_ADV, "WRB/ADV", HS_WRB, HEARSAY_ADV, false)                                                                    \
  X(ADD_PROPN, "ADD/PROPN", HS_NNP, HEARSAY_PROPN, false)                                                              \
  X(ADD_X, "ADD/X", HS_SYM, HEARSAY_X, false)                                                                          \
  X(COMMA_PUNCT, ",/PUNCT", HS_PUNCTUATION, HEARSAY_PUNCT, false)                                                      \
  X(STOP_PUNCT, "./PUNCT", HS_PUNCTUATION, HEARSAY_PUNCT, false)                                                       \
  X(COLON_PUNCT, ":/PUNCT", HS_PUNCTUATION, HEARSAY_PUNCT, false)                                                      \
  X(BRACKET_PUNCT, "()/PUNCT", HS_PUNCTUATION, HEARSAY_PUNCT, false)                                                   \
  X(HYPH_PUNCT, "HYPH/PUNCT", HS_PUNCTUATION, HEARSAY_PUNCT, false)                                                    \
  X(NFP_SYM, "NFP/SYM", HS_SYM, HEARSAY_SYM, false)

/* Sets of labels are 64 bits. The last one says that a word may also have labels of the open classes that it was never
** seen with. */
#define HS_OPEN_SET (UINT64_C(1) << 63)

enum {
#define HS_LABEL_NUMBER(identifier, name, tag, universal, open) HS_LABEL_##identifier,
  HS_TAG_LABELS(HS_LABEL_NUMBER)
#undef HS_LABEL_NUMBER
      HS_TAG_LABEL_COUNT
};

#define HS_LABEL(identifier) (UINT64_C(1) << HS_LABEL_##identifier)

#endif
