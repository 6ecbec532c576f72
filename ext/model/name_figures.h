/*
** name_figures.h: the rules for names, each with an example and how much it speaks for a person, an organisation, a place,
** something else, and no name at all, in tenths of a natural logarithm. Included by language/name_rules.c with RULE and
** FIGURES defined; where each rule is looked at is there.
**
** Fitted by ext/train/name_rules.py (ext/model/README.md says to what), but for the lines that say "by hand", which the texts
** have too few cases of.
*/
/* clang-format off */

/* Form. */
RULE(BASE, FIGURES(3, 1, -5, 6, -4)) /* always */
RULE(ONE, FIGURES(-7, -5, -1, -1, 14)) /* Lin */
RULE(TWO, FIGURES(6, -1, -3, -1, -1)) /* Lin Jun */
RULE(THREE, FIGURES(1, 2, 0, 4, -6)) /* Paul Murithi Kamau */
RULE(LONGER, FIGURES(4, 4, -1, 5, -11)) /* Shanghai Cooperation Organization Summit */
RULE(UPPER, FIGURES(-13, 11, -9, 0, 12)) /* ECOWAS */
RULE(UPPER_LISTED_LESS, FIGURES(-6, 6, 1, 4, -5)) /* DSAWHU: an acronym that no list has */
RULE(MIXED, FIGURES(-4, 0, 1, 3, 1)) /* iPhone, TikTok, al-Shabaab */
RULE(INITIAL, FIGURES(11, 1, -4, -10, 2)) /* George W. Bush */
RULE(PARTICLE, FIGURES(-4, -2, 7, -1, 1)) /* Ursula von der Leyen */
RULE(DIGIT, FIGURES(-19, -3, -6, 15, 12)) /* COVID-19, Resolution 2532 */
RULE(ENDS_NUMBER, FIGURES(7, 8, -5, -1, -8)) /* Resolution 2532 */
RULE(LINKED, FIGURES(-2, -5, -2, -3, 12)) /* Bank of Ghana */
RULE(AND, FIGURES(-1, -2, -6, 1, 8)) /* Peace and Development Fund */
RULE(ONE_COMMON, FIGURES(-7, -2, -10, 2, 17)) /* Cabinet */
RULE(ONE_UNKNOWN, FIGURES(4, 2, 2, -1, -7)) /* Zipmex */
RULE(ALL_COMMON, FIGURES(-2, 1, -10, 5, 6)) /* Blue and White */
RULE(FIRST_COMMON, FIGURES(-9, -4, 3, 0, 9)) /* Standard Bank */
RULE(LAST_COMMON, FIGURES(-24, 4, 6, 6, 8)) /* Otieno Report */
RULE(LAST_COMMON_SURNAME, FIGURES(-9, 3, 1, 8, -4)) /* George Bush */
RULE(NONE_KNOWN, FIGURES(3, -2, 3, 0, -5)) /* Akwaaba Magik: no word is in the lexicon */
RULE(ENDS_PLURAL, FIGURES(-9, 2, -5, 9, 3)) /* Vokkaligas: an unknown word with s */
RULE(ENDS_LIKE_PEOPLE, FIGURES(0, -5, -7, 15, -3)) /* Nicoyan, Castroism: an unknown word */
RULE(TAG_NAME, FIGURES(6, 4, 4, -7, -7)) /* the tagger says NNP */
RULE(TAG_NOT_NAME, FIGURES(2, -2, -4, -3, 7)) /* and neither that nor an adjective or noun */

/* Lists of names. */
RULE(GIVEN_FIRST, FIGURES(16, -2, -7, -2, -6)) /* Marta Oyarzún */
RULE(GIVEN_NOT_COMMON, FIGURES(2, -4, 7, -4, -2)) /* and no common word */
RULE(SURNAME_FIRST, FIGURES(2, -2, 2, -1, -1)) /* Wang Yi */
RULE(SURNAME_LAST, FIGURES(8, -1, -2, -1, -4)) /* Simon Kamau */
RULE(ONE_GIVEN, FIGURES(3, -2, 4, -1, -4)) /* Mayra */
RULE(ONE_SURNAME, FIGURES(19, -2, -7, -6, -3)) /* Kamau */
RULE(ONE_TITLE, FIGURES(-11, -5, -6, 0, 22)) /* Bishop */
RULE(LAST_TITLE, FIGURES(1, -6, -11, -11, 28)) /* Island Princess */
RULE(WHOLE_CITY, FIGURES(-10, 9, 25, -2, -22)) /* Nairobi */
RULE(WHOLE_COUNTRY, FIGURES(-34, -8, 48, -6, 0)) /* China */
RULE(WHOLE_REGION, FIGURES(-16, 8, 28, -6, -14)) /* Africa */
RULE(WHOLE_DEMONYM, FIGURES(-20, -4, 3, 37, -17)) /* Chinese */
RULE(WHOLE_ORG, FIGURES(-15, 26, -2, 2, -11)) /* Reuters */
RULE(WHOLE_OTHER, FIGURES(-9, -8, -12, 24, 5)) /* Islam */
RULE(AGENCY, FIGURES(-3, 6, 0, 0, -3)) /* Xinhua */
RULE(STARTS_DEMONYM, FIGURES(-5, 8, 5, 8, -15)) /* Chinese Communist Party */
RULE(STARTS_PLACE, FIGURES(-7, 7, 7, 4, -11)) /* Ghana Health Service */
RULE(ENDS_PLACE, FIGURES(-4, 11, 5, -1, -11)) /* Bank of Ghana, Zipmex Thailand */
RULE(ENDS_DEMONYM, FIGURES(-10, 5, -9, 16, -3)) /* South African */

/* Heads. */
RULE(FIRST_ORG_HEAD, FIGURES(-7, 9, 0, -2, 0)) /* Banque Misr */
RULE(LAST_ORG_HEAD, FIGURES(-7, 23, -18, -4, 7)) /* African Union */
RULE(HEAD_OF_ORG, FIGURES(-1, 24, -6, -6, -12)) /* Ministry of Health */
RULE(ORG_SUFFIX, FIGURES(-14, 25, -6, -7, 1)) /* Huawei Technologies Co */
RULE(LAST_BODY, FIGURES(-6, 7, 1, -1, -1)) /* Kishida Cabinet */
RULE(LAST_BOTH_HEADS, FIGURES(-10, 15, 13, -16, -2)) /* County Court, General Hospital: heads of bodies and places */
RULE(FIRST_PLACE_HEAD, FIGURES(-14, 3, 13, 2, -4)) /* Lake Victoria, Gulf of Nicoya */
RULE(LAST_DISTRICT, FIGURES(-10, -2, 24, -12, 1)) /* Turkana County, Basque Autonomous Community */
RULE(LAST_PLACE_HEAD, FIGURES(-7, -4, 19, -11, 2)) /* Rift Valley */
RULE(FIRST_OTHER_HEAD, FIGURES(-15, -5, -10, 20, -10)) /* Cyclone Hettie, Operation Dignity; by hand */
RULE(LAST_OTHER_HEAD, FIGURES(-9, -7, -11, 17, 10)) /* World Cup */
RULE(HEAD_OF_OTHER, FIGURES(-2, -13, -8, 21, 1)) /* Battle of May 5, Convention on … */
RULE(LAST_DOCUMENT, FIGURES(-6, 5, -11, 7, 6)) /* Migration Report */
RULE(LAST_PEOPLE, FIGURES(-15, 8, -10, 5, 13)) /* Dubai Police */

/* What stands before. */
RULE(TITLE, FIGURES(19, -8, -1, -7, -4)) /* President | Xi */
RULE(SURE_TITLE, FIGURES(6, -2, -13, 5, 3)) /* Mr | Otieno */
RULE(SMALL_TITLE, FIGURES(19, -2, -8, -4, -5)) /* spokesman Zhao Lijian */
RULE(AFTER_IN, FIGURES(-15, -3, 19, 0, -2)) /* in Maua */
RULE(AFTER_TO, FIGURES(-3, 0, 9, -2, -4)) /* to, from, near, across Maua */
RULE(AFTER_OF, FIGURES(-10, 0, 5, 2, 3)) /* of Gbulahagu */
RULE(AFTER_BY, FIGURES(1, 3, 2, -1, -6)) /* by, with, for, against */
RULE(AFTER_THE, FIGURES(-18, 5, 9, 3, 1)) /* the Kremlin */
RULE(AFTER_A, FIGURES(-8, 3, -1, 4, 2)) /* a Basque */
RULE(AFTER_PLACE_NOUN, FIGURES(-8, -2, 17, -4, -3)) /* the town of Saint-Amour, the river Wend */
RULE(AFTER_BODY_NOUN, FIGURES(-12, 18, 0, -7, 1)) /* the charity Doctors of the Delta */
RULE(AFTER_OTHER_NOUN, FIGURES(-4, 6, -5, 9, -5)) /* the film, the study */
RULE(AFTER_SAID, FIGURES(10, 5, 0, -5, -9)) /* said Lin */
RULE(AFTER_POSSESSIVE, FIGURES(-12, 2, 3, 4, 3)) /* Kenya's Safaricom, his iPhone */
RULE(AFTER_LISTED_COMMA, FIGURES(0, 1, 11, -8, -5)) /* Fairview, Texas */
RULE(AFTER_NUMBER, FIGURES(-8, 7, -12, 9, 5)) /* 300 Basques */

/* What stands behind. */
RULE(BEFORE_PLACE_NOUN, FIGURES(-4, -9, 17, 0, -4)) /* Nithi bridge */
RULE(BEFORE_BODY_NOUN, FIGURES(10, 0, 0, 0, -10)) /* Labour group */
RULE(BEFORE_OTHER_NOUN, FIGURES(-6, 0, 1, 4, 1)) /* Piccadilly festival */
RULE(BEFORE_LISTED_COMMA, FIGURES(-1, 2, 12, -1, -11)) /* Lhasa, Tibet */
RULE(BEFORE_SAID, FIGURES(20, 4, -7, -13, -4)) /* Lin said */
RULE(BEFORE_VERB, FIGURES(7, 0, 0, -1, -5)) /* Lin called */
RULE(BEFORE_AGE, FIGURES(15, -6, -4, -3, -2)) /* Otieno, 45, */
RULE(BEFORE_WHO, FIGURES(17, 2, -7, -5, -6)) /* Otieno, who … */
RULE(BEFORE_APPOSITION, FIGURES(15, -2, -4, -4, -5)) /* Abdulla Shahid, president of … */
RULE(BEFORE_POSSESSIVE, FIGURES(8, 5, 1, -8, -6)) /* Lin's */
RULE(BEFORE_NOUN, FIGURES(-7, 1, 1, 6, -1)) /* Basque farmers */
RULE(BEFORE_PEOPLE, FIGURES(-12, 4, 0, 10, -1)) /* Basque officials */
RULE(BEFORE_ACRONYM, FIGURES(-5, 9, 1, -1, -5)) /* Office of Counter-Terrorism (ECOWAS) */

/* Where it stands. */
RULE(LISTED_NEIGHBOUR, FIGURES(-5, 2, 15, -6, -5)) /* Peru, Ghana and … */
RULE(IN_BRACKETS, FIGURES(-12, 7, 7, 4, -6)) /* (ECOWAS) */
RULE(FIRST_IN_CLAUSE, FIGURES(3, 4, -5, -3, 1)) /* Lin said … */
RULE(FIRST_ONE_COMMON, FIGURES(6, -8, 7, -2, -3)) /* Stakeholders said … */
RULE(FIRST_NEVER_INSIDE, FIGURES(-8, 8, -1, -5, 6)) /* and no capital elsewhere */
RULE(HEADING, FIGURES(3, 1, 0, -7, 3)) /* in a headline */
RULE(DATELINE, FIGURES(-6, -8, 5, -4, 12)) /* MONTEVIDEO, March 4 ( … */
RULE(DATELINE_START, FIGURES(-10, -10, 25, -10, 0)) /* MONTEVIDEO, its first name; by hand */
RULE(CREDIT, FIGURES(-15, 25, -20, -10, -10)) /* (Xinhua): in brackets in a dateline or at a paragraph's end; by hand */
RULE(QUOTED, FIGURES(-2, -12, 8, 10, -3)) /* the film "Third Rail Down" */
RULE(QUOTED_WORK, FIGURES(-15, -15, -10, 25, -10)) /* her first novel, "The Night Sister"; by hand */
RULE(QUOTED_LONG, FIGURES(-2, 0, -1, 0, 3)) /* the hearing on "Small Islands' Catch Reporting" */
RULE(SPEAKER_LABEL, FIGURES(-10, -10, 8, 4, 9)) /* OTIENO: … */

/* Elsewhere in the article. */
RULE(CAPITAL_SEEN, FIGURES(5, 1, 1, 0, -7)) /* elsewhere in mid-sentence with a capital */
RULE(SMALL_SEEN, FIGURES(-20, -3, 8, 2, 13)) /* elsewhere in small letters */

/* The labels of the first pass: of the same words, of longer names with this word, of neighbours in a list. */

/* clang-format on */
