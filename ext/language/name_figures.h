/*
** name_figures.h: the rules for names, each with an example and how much it speaks for a person, an organisation, a place,
** something else, and no name at all, in tenths of a natural logarithm: in the first pass, and in the second. Included by
** name_rules.c with RULE and FIGURES defined; where each rule is looked at is there.
**
** Fitted by ext/train/names.py to the training parts of en-worldwide-newswire and CoNLL++ (figures only), but for the lines
** that say "by hand", which those texts have too few cases of.
*/
/* clang-format off */

/* Form. */
RULE(BASE, FIGURES(1, 0, -3, 5, -3), FIGURES(2, -1, -6, 5, 1)) /* always */
RULE(ONE, FIGURES(-7, -6, -1, 0, 15), FIGURES(-8, -6, -2, 0, 15)) /* Lin */
RULE(TWO, FIGURES(5, 0, -2, -1, -1), FIGURES(6, -1, -2, -2, -1)) /* Lin Jun */
RULE(THREE, FIGURES(0, 2, 0, 3, -6), FIGURES(1, 1, -1, 3, -4)) /* Paul Murithi Kamau */
RULE(LONGER, FIGURES(3, 4, 0, 4, -11), FIGURES(3, 4, -1, 4, -10)) /* Shanghai Cooperation Organization Summit */
RULE(UPPER, FIGURES(-14, 10, -9, -1, 14), FIGURES(-11, 9, -8, -2, 13)) /* ECOWAS */
RULE(UPPER_LISTED_LESS, FIGURES(-5, 7, 1, 4, -7), FIGURES(-3, 6, 2, 3, -7)) /* DSAWHU: an acronym that no list has */
RULE(MIXED, FIGURES(-4, 1, 0, 2, 0), FIGURES(-2, 0, 0, 1, 0)) /* iPhone, TikTok, al-Shabaab */
RULE(INITIAL, FIGURES(10, -4, -7, -5, 6), FIGURES(9, -5, -6, -4, 6)) /* George W. Bush */
RULE(PARTICLE, FIGURES(-5, -3, 6, -1, 2), FIGURES(-4, -3, 6, -2, 2)) /* Ursula von der Leyen */
RULE(DIGIT, FIGURES(-11, -8, -7, 18, 8), FIGURES(-8, -7, -6, 15, 5)) /* COVID-19, Resolution 2532 */
RULE(ENDS_NUMBER, FIGURES(3, 13, -5, -5, -6), FIGURES(-1, 13, -5, -3, -4)) /* Resolution 2532 */
RULE(LINKED, FIGURES(-2, -5, -2, -4, 13), FIGURES(-3, -4, -2, -4, 13)) /* Bank of Ghana */
RULE(AND, FIGURES(-1, -3, -5, 1, 8), FIGURES(-1, -2, -5, 1, 7)) /* Peace and Development Fund */
RULE(ONE_COMMON, FIGURES(-8, -1, -10, 2, 16), FIGURES(-4, -1, -11, 2, 15)) /* Cabinet */
RULE(ONE_UNKNOWN, FIGURES(5, 3, 2, -3, -7), FIGURES(2, 4, 3, -2, -6)) /* Zipmex */
RULE(ALL_COMMON, FIGURES(-2, 1, -10, 5, 5), FIGURES(-1, 0, -9, 5, 5)) /* Blue and White */
RULE(FIRST_COMMON, FIGURES(-9, -4, 3, 0, 10), FIGURES(-8, -3, 2, 0, 9)) /* Standard Bank */
RULE(LAST_COMMON, FIGURES(-24, 4, 5, 6, 8), FIGURES(-22, 4, 6, 6, 7)) /* Otieno Report */
RULE(LAST_COMMON_SURNAME, FIGURES(-8, 3, 2, 8, -5), FIGURES(-8, 3, 2, 7, -4)) /* George Bush */
RULE(NONE_KNOWN, FIGURES(6, -2, -1, -1, -2), FIGURES(4, -1, -1, -1, -2)) /* Akwaaba Magik: no word is in the lexicon */
RULE(ENDS_PLURAL, FIGURES(-8, 2, -6, 8, 3), FIGURES(-5, 2, -5, 6, 2)) /* Vokkaligas: an unknown word with s */
RULE(ENDS_LIKE_PEOPLE, FIGURES(-2, 2, -8, 13, -5), FIGURES(2, 2, -8, 11, -6)) /* Nicoyan, Castroism: an unknown word */
RULE(TAG_NAME, FIGURES(7, 6, 2, -6, -9), FIGURES(6, 5, 2, -5, -8)) /* the tagger says NNP */
RULE(TAG_NOT_NAME, FIGURES(1, -3, -4, -1, 8), FIGURES(0, -2, -5, 0, 7)) /* and neither that nor an adjective or noun */

/* Lists of names. */
RULE(GIVEN_FIRST, FIGURES(12, -1, -7, -1, -4), FIGURES(12, -1, -6, 0, -4)) /* Marta Oyarzún */
RULE(GIVEN_NOT_COMMON, FIGURES(8, -5, 6, -5, -4), FIGURES(7, -4, 5, -5, -4)) /* and no common word */
RULE(SURNAME_FIRST, FIGURES(2, -2, 1, -1, 0), FIGURES(2, -2, 1, -1, 0)) /* Wang Yi */
RULE(SURNAME_LAST, FIGURES(8, -1, -2, -1, -4), FIGURES(8, -1, -2, -1, -4)) /* Simon Kamau */
RULE(ONE_GIVEN, FIGURES(3, -2, 4, -2, -4), FIGURES(4, -2, 3, -1, -3)) /* Mayra */
RULE(ONE_SURNAME, FIGURES(19, -3, -7, -6, -3), FIGURES(12, -2, -4, -4, -1)) /* Kamau */
RULE(ONE_TITLE, FIGURES(-12, -4, -6, 0, 21), FIGURES(-9, -3, -6, 0, 18)) /* Bishop */
RULE(LAST_TITLE, FIGURES(1, -6, -11, -11, 27), FIGURES(0, -5, -11, -10, 25)) /* Island Princess */
RULE(WHOLE_CITY, FIGURES(-10, 10, 25, -3, -22), FIGURES(-9, 13, 22, -4, -22)) /* Nairobi */
RULE(WHOLE_COUNTRY, FIGURES(-34, -7, 48, -6, -1), FIGURES(-24, -3, 41, -8, -6)) /* China */
RULE(WHOLE_REGION, FIGURES(-15, 8, 28, -6, -15), FIGURES(-8, 10, 24, -8, -18)) /* Africa */
RULE(WHOLE_DEMONYM, FIGURES(-18, -3, 3, 37, -19), FIGURES(-12, -3, 3, 33, -21)) /* Chinese */
RULE(WHOLE_ORG, FIGURES(-15, 26, -2, 1, -10), FIGURES(-11, 24, -1, -1, -11)) /* Reuters */
RULE(WHOLE_OTHER, FIGURES(-9, -7, -12, 23, 5), FIGURES(-8, -7, -10, 22, 4)) /* Islam */
RULE(AGENCY, FIGURES(-4, 6, 0, 1, -3), FIGURES(-3, 6, -1, 1, -3)) /* Xinhua */
RULE(STARTS_DEMONYM, FIGURES(-4, 9, 5, 7, -17), FIGURES(-4, 9, 4, 7, -16)) /* Chinese Communist Party */
RULE(STARTS_PLACE, FIGURES(-6, 7, 6, 4, -11), FIGURES(-5, 7, 5, 4, -11)) /* Ghana Health Service */
RULE(ENDS_PLACE, FIGURES(-4, 10, 5, -1, -10), FIGURES(-3, 10, 5, -2, -10)) /* Bank of Ghana, Zipmex Thailand */
RULE(ENDS_DEMONYM, FIGURES(-9, 4, -9, 16, -2), FIGURES(-7, 4, -9, 15, -3)) /* South African */

/* Heads. */
RULE(FIRST_ORG_HEAD, FIGURES(-6, 9, 0, -2, 0), FIGURES(-5, 8, 0, -3, 0)) /* Banque Misr */
RULE(LAST_ORG_HEAD, FIGURES(-7, 23, -18, -4, 7), FIGURES(-5, 21, -19, -5, 8)) /* African Union */
RULE(HEAD_OF_ORG, FIGURES(0, 24, -5, -6, -12), FIGURES(0, 23, -4, -6, -12)) /* Ministry of Health */
RULE(ORG_SUFFIX, FIGURES(-13, 25, -6, -7, 1), FIGURES(-12, 24, -6, -7, 1)) /* Huawei Technologies Co */
RULE(LAST_BODY, FIGURES(-5, 7, 1, -2, -2), FIGURES(-7, 7, 2, -2, 0)) /* Kishida Cabinet */
RULE(LAST_BOTH_HEADS, FIGURES(-9, 14, 13, -16, -2), FIGURES(-8, 13, 12, -16, -2)) /* County Court, General Hospital: heads of bodies and places */
RULE(FIRST_PLACE_HEAD, FIGURES(-11, 3, 13, 1, -5), FIGURES(-11, 2, 12, 1, -4)) /* Lake Victoria, Gulf of Nicoya */
RULE(LAST_DISTRICT, FIGURES(-10, -2, 24, -12, 0), FIGURES(-8, 0, 22, -12, -3)) /* Turkana County, Basque Autonomous Community */
RULE(LAST_PLACE_HEAD, FIGURES(-7, -4, 19, -11, 2), FIGURES(-4, -2, 17, -11, 0)) /* Rift Valley */
RULE(FIRST_OTHER_HEAD, FIGURES(-15, -5, -10, 20, -10), FIGURES(-15, -5, -10, 20, -10)) /* Cyclone Hettie, Operation Dignity; by hand */
RULE(LAST_OTHER_HEAD, FIGURES(-8, -8, -11, 17, 10), FIGURES(-7, -7, -11, 16, 9)) /* World Cup */
RULE(HEAD_OF_OTHER, FIGURES(-2, -10, -8, 20, 0), FIGURES(-2, -10, -8, 20, 0)) /* Battle of May 5, Convention on … */
RULE(LAST_DOCUMENT, FIGURES(-6, 5, -10, 7, 5), FIGURES(-6, 5, -10, 7, 5)) /* Migration Report */
RULE(LAST_PEOPLE, FIGURES(-13, 8, -10, 4, 12), FIGURES(-9, 7, -10, 3, 9)) /* Dubai Police */

/* What stands before. */
RULE(TITLE, FIGURES(19, -8, -1, -7, -4), FIGURES(19, -8, 0, -7, -3)) /* President | Xi */
RULE(SURE_TITLE, FIGURES(6, -2, -13, 6, 4), FIGURES(4, -1, -12, 8, 1)) /* Mr | Otieno */
RULE(SMALL_TITLE, FIGURES(19, -3, -9, -4, -4), FIGURES(19, -3, -8, -4, -5)) /* spokesman Zhao Lijian */
RULE(AFTER_IN, FIGURES(-15, -3, 19, 1, -2), FIGURES(-12, -3, 19, 0, -3)) /* in Maua */
RULE(AFTER_TO, FIGURES(-4, 0, 9, -1, -3), FIGURES(-2, 0, 9, -2, -5)) /* to, from, near, across Maua */
RULE(AFTER_OF, FIGURES(-10, 0, 5, 2, 4), FIGURES(-9, -1, 5, 1, 3)) /* of Gbulahagu */
RULE(AFTER_BY, FIGURES(1, 3, 2, -1, -6), FIGURES(2, 3, 2, -1, -6)) /* by, with, for, against */
RULE(AFTER_THE, FIGURES(-17, 6, 9, 3, 0), FIGURES(-14, 5, 9, 1, -1)) /* the Kremlin */
RULE(AFTER_A, FIGURES(-7, 3, -1, 4, 2), FIGURES(-5, 3, -1, 2, 1)) /* a Basque */
RULE(AFTER_PLACE_NOUN, FIGURES(-8, -3, 17, -3, -2), FIGURES(-6, -3, 17, -4, -3)) /* the town of Saint-Amour, the river Wend */
RULE(AFTER_BODY_NOUN, FIGURES(-12, 18, 0, -7, 1), FIGURES(-11, 18, -1, -7, 1)) /* the charity Doctors of the Delta */
RULE(AFTER_OTHER_NOUN, FIGURES(-4, 6, -5, 9, -6), FIGURES(-4, 5, -3, 8, -6)) /* the film, the study */
RULE(AFTER_SAID, FIGURES(10, 4, 0, -5, -9), FIGURES(7, 5, 0, -5, -8)) /* said Lin */
RULE(AFTER_POSSESSIVE, FIGURES(-10, 3, 3, 3, 1), FIGURES(-9, 3, 4, 2, 0)) /* Kenya's Safaricom, his iPhone */
RULE(AFTER_LISTED_COMMA, FIGURES(0, 1, 12, -8, -5), FIGURES(2, 1, 3, -5, -1)) /* Fairview, Texas */
RULE(AFTER_NUMBER, FIGURES(-8, 8, -12, 8, 4), FIGURES(-7, 7, -11, 7, 3)) /* 300 Basques */

/* What stands behind. */
RULE(BEFORE_PLACE_NOUN, FIGURES(-3, -9, 17, -1, -5), FIGURES(-6, -8, 17, 0, -4)) /* Nithi bridge */
RULE(BEFORE_BODY_NOUN, FIGURES(11, 0, -1, 0, -10), FIGURES(8, 1, -1, 1, -9)) /* Labour group */
RULE(BEFORE_OTHER_NOUN, FIGURES(-6, 0, 0, 4, 2), FIGURES(-7, 0, 1, 4, 2)) /* Piccadilly festival */
RULE(BEFORE_LISTED_COMMA, FIGURES(-1, 2, 11, -1, -11), FIGURES(2, 1, 2, 2, -6)) /* Lhasa, Tibet */
RULE(BEFORE_SAID, FIGURES(20, 4, -7, -13, -4), FIGURES(14, 5, -3, -12, -5)) /* Lin said */
RULE(BEFORE_VERB, FIGURES(7, 0, 0, -1, -7), FIGURES(6, 0, 0, -1, -6)) /* Lin called */
RULE(BEFORE_AGE, FIGURES(15, -6, -4, -3, -2), FIGURES(13, -5, -3, -3, -1)) /* Otieno, 45, */
RULE(BEFORE_WHO, FIGURES(17, 1, -7, -6, -6), FIGURES(14, 3, -6, -5, -6)) /* Otieno, who … */
RULE(BEFORE_APPOSITION, FIGURES(16, -2, -5, -5, -4), FIGURES(16, -2, -5, -5, -4)) /* Abdulla Shahid, president of … */
RULE(BEFORE_POSSESSIVE, FIGURES(8, 5, 1, -8, -5), FIGURES(6, 5, 2, -8, -5)) /* Lin's */
RULE(BEFORE_NOUN, FIGURES(-9, 1, 1, 7, 0), FIGURES(-8, 1, 0, 7, -1)) /* Basque farmers */
RULE(BEFORE_PEOPLE, FIGURES(-13, 3, 0, 10, -1), FIGURES(-11, 3, -1, 9, -1)) /* Basque officials */
RULE(BEFORE_ACRONYM, FIGURES(-5, 9, 2, -1, -4), FIGURES(-5, 9, 2, -1, -4)) /* Office of Counter-Terrorism (ECOWAS) */

/* Where it stands. */
RULE(LISTED_NEIGHBOUR, FIGURES(-5, 1, 15, -5, -6), FIGURES(-3, 2, 5, -1, -2)) /* Peru, Ghana and … */
RULE(IN_BRACKETS, FIGURES(-12, 7, 6, 4, -6), FIGURES(-8, 7, 6, 2, -8)) /* (ECOWAS) */
RULE(FIRST_IN_CLAUSE, FIGURES(3, 4, -5, -2, 0), FIGURES(1, 5, -3, -2, -1)) /* Lin said … */
RULE(FIRST_ONE_COMMON, FIGURES(6, -10, 7, -1, -1), FIGURES(7, -10, 6, -1, -1)) /* Stakeholders said … */
RULE(FIRST_NEVER_INSIDE, FIGURES(-7, 8, -1, -5, 6), FIGURES(-4, 5, 0, -7, 6)) /* and no capital elsewhere */
RULE(HEADING, FIGURES(3, 2, 1, -8, 2), FIGURES(3, 3, 1, -8, 1)) /* in a headline */
RULE(DATELINE, FIGURES(-4, -7, 6, -3, 8), FIGURES(-3, -6, 4, -2, 7)) /* MONTEVIDEO, March 4 ( … */
RULE(DATELINE_START, FIGURES(-10, -10, 25, -10, 0), FIGURES(-10, -10, 25, -10, 0)) /* MONTEVIDEO, its first name; by hand */
RULE(CREDIT, FIGURES(-15, 25, -20, -10, -10), FIGURES(-15, 25, -20, -10, -10)) /* (Xinhua): in brackets in a dateline or at a paragraph's end; by hand */
RULE(QUOTED, FIGURES(-3, -12, 8, 10, -3), FIGURES(-2, -11, 7, 10, -4)) /* the film "Third Rail Down" */
RULE(QUOTED_WORK, FIGURES(-15, -15, -10, 25, -10), FIGURES(-15, -15, -10, 25, -10)) /* her first novel, "The Night Sister"; by hand */
RULE(QUOTED_LONG, FIGURES(-2, 0, -1, 0, 4), FIGURES(-2, 0, -1, 0, 4)) /* the hearing on "Small Islands' Catch Reporting" */
RULE(SPEAKER_LABEL, FIGURES(-10, -10, 8, 4, 8), FIGURES(-8, -10, 7, 4, 8)) /* OTIENO: … */

/* Elsewhere in the article. */
RULE(CAPITAL_SEEN, FIGURES(5, 1, 1, -1, -6), FIGURES(0, 0, -1, 0, 1)) /* elsewhere in mid-sentence with a capital */
RULE(SMALL_SEEN, FIGURES(-21, -2, 8, 2, 14), FIGURES(-17, -2, 5, 2, 12)) /* elsewhere in small letters */

/* The labels of the first pass: of the same words, of longer names with this word, of neighbours in a list. */
RULE(VOTE_PERSON, FIGURES(0, 0, 0, 0, 0), FIGURES(1, 6, 1, 3, -11)) /* most names of the same words are persons */
RULE(VOTE_ORG, FIGURES(0, 0, 0, 0, 0), FIGURES(-8, 7, 2, 7, -8)) /* organisations */
RULE(VOTE_PLACE, FIGURES(0, 0, 0, 0, 0), FIGURES(-10, -3, 10, 5, -2)) /* places */
RULE(VOTE_OTHER, FIGURES(0, 0, 0, 0, 0), FIGURES(-10, 3, 2, 7, -3)) /* others */
RULE(VOTE_SURE, FIGURES(0, 0, 0, 0, 0), FIGURES(6, -2, 2, -2, -4)) /* and all of them */
RULE(SHORT_DISTRICT, FIGURES(-8, -8, 22, -8, -8), FIGURES(-8, -8, 22, -8, -8)) /* Turkana, elsewhere Turkana County; by hand */
RULE(FIRST_PERSON, FIGURES(0, 0, 0, 0, 0), FIGURES(17, -6, -1, -13, 2)) /* Lin, elsewhere Lin Jun */
RULE(FIRST_ORG, FIGURES(0, 0, 0, 0, 0), FIGURES(-13, 13, 3, 2, -5)) /* Kestrel, elsewhere Kestrel Foods */
RULE(FIRST_PLACE, FIGURES(0, 0, 0, 0, 0), FIGURES(0, -4, 10, -1, -6)) /* Catalonia, elsewhere Basque Autonomous Community */
RULE(FIRST_OTHER, FIGURES(0, 0, 0, 0, 0), FIGURES(-6, 3, 0, 3, 0)) /* Marsabit, elsewhere Marsabit fever */
RULE(LAST_PERSON, FIGURES(0, 0, 0, 0, 0), FIGURES(29, -14, -4, -9, -2)) /* Kamau, elsewhere Paul Kamau */
RULE(LAST_ORG, FIGURES(0, 0, 0, 0, 0), FIGURES(2, 2, 7, -3, -8)) /* Parliament, elsewhere Kenyan Parliament */
RULE(LAST_PLACE, FIGURES(0, 0, 0, 0, 0), FIGURES(-1, -6, 3, -4, 8)) /* Cape, elsewhere Northern Cape */
RULE(LAST_OTHER, FIGURES(0, 0, 0, 0, 0), FIGURES(-1, -1, -4, 8, -2)) /* Games, elsewhere Asian Games */
RULE(NEAR_PERSON, FIGURES(0, 0, 0, 0, 0), FIGURES(5, -1, 4, -2, -5)) /* Otieno and Kamau: the label of the name beside it in a list, in the first pass */
RULE(NEAR_ORG, FIGURES(0, 0, 0, 0, 0), FIGURES(-1, 9, -2, -5, -1)) /* NATO and the EU */
RULE(NEAR_PLACE, FIGURES(0, 0, 0, 0, 0), FIGURES(-2, -1, 14, -5, -7)) /* Peru, Ghana and */
RULE(NEAR_OTHER, FIGURES(0, 0, 0, 0, 0), FIGURES(-7, 0, 3, 4, 0)) /* Christians and Muslims */
RULE(LISTED_LAST_PERSON, FIGURES(0, 0, 0, 0, 0), FIGURES(33, -15, -15, -7, 3)) /* Houston, elsewhere Whitney Houston */
RULE(ONLY_HERE, FIGURES(0, 0, 0, 0, 0), FIGURES(1, -1, 2, 1, -4)) /* the only name of these words */

/* clang-format on */
