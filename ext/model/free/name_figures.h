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
RULE(BASE, FIGURES(-3, 6, -8, 8, -3)) /* always */
RULE(ONE, FIGURES(-5, -2, -2, -1, 10)) /* Lin */
RULE(TWO, FIGURES(3, -3, -2, 1, 2)) /* Lin Jun */
RULE(THREE, FIGURES(2, 2, 0, 1, -5)) /* Paul Murithi Kamau */
RULE(LONGER, FIGURES(-3, 9, -3, 7, -9)) /* Shanghai Cooperation Organization Summit */
RULE(UPPER, FIGURES(-10, 9, 6, -4, -2)) /* ECOWAS */
RULE(UPPER_LISTED_LESS, FIGURES(-8, 6, -9, 1, 10)) /* DSAWHU: an acronym that no list has */
RULE(MIXED, FIGURES(-11, -4, -3, 15, 4)) /* iPhone, TikTok, al-Shabaab */
RULE(INITIAL, FIGURES(17, -6, -3, -9, 2)) /* George W. Bush */
RULE(PARTICLE, FIGURES(4, -6, -2, -4, 8)) /* Ursula von der Leyen */
RULE(DIGIT, FIGURES(-18, -5, 9, 10, 4)) /* COVID-19, Resolution 2532 */
RULE(ENDS_NUMBER, FIGURES(-1, 4, -9, 0, 6)) /* Resolution 2532 */
RULE(LINKED, FIGURES(-10, 0, 4, 4, 2)) /* Bank of Ghana */
RULE(AND, FIGURES(-1, 6, -1, -8, 4)) /* Peace and Development Fund */
RULE(ONE_COMMON, FIGURES(-9, 2, -10, 7, 10)) /* Cabinet */
RULE(ONE_UNKNOWN, FIGURES(-3, -1, 2, 3, -1)) /* Zipmex */
RULE(ALL_COMMON, FIGURES(-3, -1, -6, 0, 10)) /* Blue and White */
RULE(FIRST_COMMON, FIGURES(-9, 4, -3, 4, 4)) /* Standard Bank */
RULE(LAST_COMMON, FIGURES(-15, 6, 3, 10, -4)) /* Otieno Report */
RULE(LAST_COMMON_SURNAME, FIGURES(-8, 4, 3, 6, -5)) /* George Bush */
RULE(NONE_KNOWN, FIGURES(1, 3, -4, 2, -3)) /* Akwaaba Magik: no word is in the lexicon */
RULE(ENDS_PLURAL, FIGURES(7, 9, -12, -1, -2)) /* Vokkaligas: an unknown word with s */
RULE(ENDS_LIKE_PEOPLE, FIGURES(0, 2, -5, 3, 0)) /* Nicoyan, Castroism: an unknown word */
RULE(TAG_NAME, FIGURES(11, 1, 4, -4, -13)) /* the tagger says NNP */
RULE(TAG_NOT_NAME, FIGURES(-8, -3, 5, 4, 2)) /* and neither that nor an adjective or noun */

/* Lists of names. */
RULE(GIVEN_FIRST, FIGURES(22, -9, -4, -7, -2)) /* Marta Oyarzún */
RULE(GIVEN_NOT_COMMON, FIGURES(-5, -2, -1, 2, 6)) /* and no common word */
RULE(SURNAME_FIRST, FIGURES(2, -2, 3, -1, -2)) /* Wang Yi */
RULE(SURNAME_LAST, FIGURES(9, -1, -2, -3, -3)) /* Simon Kamau */
RULE(ONE_GIVEN, FIGURES(5, -6, 2, 0, -1)) /* Mayra */
RULE(ONE_SURNAME, FIGURES(12, -3, -2, -3, -4)) /* Kamau */
RULE(ONE_TITLE, FIGURES(1, -3, -9, 1, 11)) /* Bishop */
RULE(LAST_TITLE, FIGURES(2, -15, -4, -4, 20)) /* Island Princess */
RULE(WHOLE_CITY, FIGURES(-10, -8, 24, -4, -3)) /* Nairobi */
RULE(WHOLE_COUNTRY, FIGURES(-31, 1, 35, 0, -5)) /* China */
RULE(WHOLE_REGION, FIGURES(-21, -6, 19, 3, 4)) /* Africa */
RULE(WHOLE_DEMONYM, FIGURES(-6, -6, 2, 12, -3)) /* Chinese */
RULE(WHOLE_ORG, FIGURES(-16, 20, -9, 0, 4)) /* Reuters */
RULE(WHOLE_OTHER, FIGURES(-10, -11, -5, 18, 7)) /* Islam */
RULE(AGENCY, FIGURES(-2, 3, -2, 2, -1)) /* Xinhua */
RULE(STARTS_DEMONYM, FIGURES(-21, 13, 8, 3, -3)) /* Chinese Communist Party */
RULE(STARTS_PLACE, FIGURES(-3, 0, 8, 1, -6)) /* Ghana Health Service */
RULE(ENDS_PLACE, FIGURES(-6, 4, 8, -7, 1)) /* Bank of Ghana, Zipmex Thailand */
RULE(ENDS_DEMONYM, FIGURES(-5, 4, -2, -1, 4)) /* South African */

/* Heads. */
RULE(FIRST_ORG_HEAD, FIGURES(-10, 5, 1, 4, 0)) /* Banque Misr */
RULE(LAST_ORG_HEAD, FIGURES(-18, 16, -2, -8, 11)) /* African Union */
RULE(HEAD_OF_ORG, FIGURES(-4, 14, 3, -12, 0)) /* Ministry of Health */
RULE(ORG_SUFFIX, FIGURES(-1, 0, 2, 0, -1)) /* Huawei Technologies Co */
RULE(LAST_BODY, FIGURES(-6, -1, 14, -10, 2)) /* Kishida Cabinet */
RULE(LAST_BOTH_HEADS, FIGURES(-15, 7, 27, -14, -5)) /* County Court, General Hospital: heads of bodies and places */
RULE(FIRST_PLACE_HEAD, FIGURES(-14, -6, 15, 0, 5)) /* Lake Victoria, Gulf of Nicoya */
RULE(LAST_DISTRICT, FIGURES(-3, -10, 20, -7, -1)) /* Turkana County, Basque Autonomous Community */
RULE(LAST_PLACE_HEAD, FIGURES(-9, -9, 16, -5, 7)) /* Rift Valley */
RULE(FIRST_OTHER_HEAD, FIGURES(-15, -5, -10, 20, -10)) /* Cyclone Hettie, Operation Dignity; by hand */
RULE(LAST_OTHER_HEAD, FIGURES(-11, -7, 0, 12, 5)) /* World Cup */
RULE(HEAD_OF_OTHER, FIGURES(-5, -7, 0, 14, -3)) /* Battle of May 5, Convention on … */
RULE(LAST_DOCUMENT, FIGURES(3, -2, -9, 2, 6)) /* Migration Report */
RULE(LAST_PEOPLE, FIGURES(-8, 10, -15, 1, 12)) /* Dubai Police */

/* What stands before. */
RULE(TITLE, FIGURES(10, -5, -9, -4, 9)) /* President | Xi */
RULE(SURE_TITLE, FIGURES(0, 0, -2, 3, -1)) /* Mr | Otieno */
RULE(SMALL_TITLE, FIGURES(4, -5, -9, -7, 18)) /* spokesman Zhao Lijian */
RULE(AFTER_IN, FIGURES(-11, -6, 15, 3, -1)) /* in Maua */
RULE(AFTER_TO, FIGURES(-2, -4, 10, -2, -2)) /* to, from, near, across Maua */
RULE(AFTER_OF, FIGURES(-3, -3, 3, 1, 2)) /* of Gbulahagu */
RULE(AFTER_BY, FIGURES(5, 0, -5, 0, 0)) /* by, with, for, against */
RULE(AFTER_THE, FIGURES(-15, 3, 9, 5, -2)) /* the Kremlin */
RULE(AFTER_A, FIGURES(-9, -4, 2, 8, 4)) /* a Basque */
RULE(AFTER_PLACE_NOUN, FIGURES(-8, -9, 12, -9, 13)) /* the town of Saint-Amour, the river Wend */
RULE(AFTER_BODY_NOUN, FIGURES(-12, 17, -3, -5, 3)) /* the charity Doctors of the Delta */
RULE(AFTER_OTHER_NOUN, FIGURES(-8, -5, -4, 17, 0)) /* the film, the study */
RULE(AFTER_SAID, FIGURES(7, 0, -5, 2, -3)) /* said Lin */
RULE(AFTER_POSSESSIVE, FIGURES(-6, -4, 1, 10, -1)) /* Kenya's Safaricom, his iPhone */
RULE(AFTER_LISTED_COMMA, FIGURES(-1, 2, 15, -9, -6)) /* Fairview, Texas */
RULE(AFTER_NUMBER, FIGURES(0, -8, -18, 20, 7)) /* 300 Basques */

/* What stands behind. */
RULE(BEFORE_PLACE_NOUN, FIGURES(-7, -8, 9, 0, 7)) /* Nithi bridge */
RULE(BEFORE_BODY_NOUN, FIGURES(1, 4, -1, -3, -1)) /* Labour group */
RULE(BEFORE_OTHER_NOUN, FIGURES(2, -5, -2, 6, -2)) /* Piccadilly festival */
RULE(BEFORE_LISTED_COMMA, FIGURES(-7, -2, 12, -5, 1)) /* Lhasa, Tibet */
RULE(BEFORE_SAID, FIGURES(8, 0, -11, -7, 9)) /* Lin said */
RULE(BEFORE_VERB, FIGURES(9, -1, -4, -4, 0)) /* Lin called */
RULE(BEFORE_AGE, FIGURES(-1, -1, 0, 3, 0)) /* Otieno, 45, */
RULE(BEFORE_WHO, FIGURES(10, 2, -6, -5, -1)) /* Otieno, who … */
RULE(BEFORE_APPOSITION, FIGURES(5, 3, -4, -4, 1)) /* Abdulla Shahid, president of … */
RULE(BEFORE_POSSESSIVE, FIGURES(11, 2, -1, -7, -4)) /* Lin's */
RULE(BEFORE_NOUN, FIGURES(-4, -3, -5, -2, 13)) /* Basque farmers */
RULE(BEFORE_PEOPLE, FIGURES(-13, 4, 1, 0, 8)) /* Basque officials */
RULE(BEFORE_ACRONYM, FIGURES(-7, 13, -4, -8, 7)) /* Office of Counter-Terrorism (ECOWAS) */

/* Where it stands. */
RULE(LISTED_NEIGHBOUR, FIGURES(-3, -2, 14, -7, -3)) /* Peru, Ghana and … */
RULE(IN_BRACKETS, FIGURES(-5, 10, 2, -1, -5)) /* (ECOWAS) */
RULE(FIRST_IN_CLAUSE, FIGURES(1, -2, 3, -1, -2)) /* Lin said … */
RULE(FIRST_ONE_COMMON, FIGURES(3, 0, -2, -1, 0)) /* Stakeholders said … */
RULE(FIRST_NEVER_INSIDE, FIGURES(6, -3, -8, -2, 8)) /* and no capital elsewhere */
RULE(HEADING, FIGURES(-3, 4, 4, -8, 2)) /* in a headline */
RULE(DATELINE, FIGURES(0, -1, 2, -1, 0)) /* MONTEVIDEO, March 4 ( … */
RULE(DATELINE_START, FIGURES(-10, -10, 25, -10, 0)) /* MONTEVIDEO, its first name; by hand */
RULE(CREDIT, FIGURES(-15, 25, -20, -10, -10)) /* (Xinhua): in brackets in a dateline or at a paragraph's end; by hand */
RULE(QUOTED, FIGURES(-7, -10, 1, 10, 6)) /* the film "Third Rail Down" */
RULE(QUOTED_WORK, FIGURES(-15, -15, -10, 25, -10)) /* her first novel, "The Night Sister"; by hand */
RULE(QUOTED_LONG, FIGURES(1, -2, 4, -5, 1)) /* the hearing on "Small Islands' Catch Reporting" */
RULE(SPEAKER_LABEL, FIGURES(-10, -3, 13, -4, 4)) /* OTIENO: … */

/* Elsewhere in the article. */
RULE(CAPITAL_SEEN, FIGURES(4, -1, -2, -3, 2)) /* elsewhere in mid-sentence with a capital */
RULE(SMALL_SEEN, FIGURES(-2, 0, 3, -3, 2)) /* elsewhere in small letters */

/* The labels of the first pass: of the same words, of longer names with this word, of neighbours in a list. */

/* clang-format on */
