/* fold.c: one byte for each code point (text.h says which). Also compiled into the table generator, so that the word
** lists and the articles are folded alike. */
#include "text/text.h"

#include <utf8proc.h>

/* Marks that matter to later stages, and letters that Unicode does not decompose. */
static unsigned char fold_listed(int32_t code) {
  switch (code) {
  case 0x00A0: return ' ';
  case 0x00AB:
  case 0x300A: return HS_F_GUILLEMET_OPEN;
  case 0x00BB:
  case 0x300B: return HS_F_GUILLEMET_CLOSE;
  case 0x00AD:
  case 0x200B:
  case 0x200C:
  case 0x200D:
  case 0x2060: return HS_F_JOINED;
  case 0x00B4:
  case 0x2019:
  case 0x02BC: return HS_F_SINGLE_CLOSE;
  case 0x2018:
  case 0x201B: return HS_F_SINGLE_OPEN;
  case 0x201C:
  case 0x201F:
  case 0x301D: return HS_F_DOUBLE_OPEN;
  case 0x201D:
  case 0x301E:
  case 0x301F: return HS_F_DOUBLE_CLOSE;
  case 0x201A: return HS_F_LOW_SINGLE;
  case 0x201E: return HS_F_LOW_DOUBLE;
  case 0x2039: return HS_F_ANGLE_OPEN;
  case 0x203A: return HS_F_ANGLE_CLOSE;
  case 0x2033:
  case 0xFF02: return '"';
  case 0xFF07: return '\'';
  case 0x300C:
  case 0x300E:
  case 0xFF62: return HS_F_CORNER_OPEN;
  case 0x300D:
  case 0x300F:
  case 0xFF63: return HS_F_CORNER_CLOSE;
  case 0x2010:
  case 0x2011:
  case 0x2212: return '-';
  case 0x2012:
  case 0x2013: return HS_F_EN_DASH;
  case 0x2014:
  case 0x2015: return HS_F_EM_DASH;
  case 0x2022:
  case 0x00B7:
  case 0x25CF:
  case 0x25AA: return HS_F_BULLET;
  case 0x2026: return HS_F_ELLIPSIS;
  case 0x3002:
  case 0xFF0E: return '.';
  case 0x3001:
  case 0xFF0C:
  case 0x060C: return ',';
  case 0xFF01: return '!';
  case 0xFF1F:
  case 0x061F: return '?';
  case 0xFF1A: return ':';
  case 0xFF1B:
  case 0x061B: return ';';
  case 0xFF08: return '(';
  case 0xFF09: return ')';
  case 0x0085:
  case 0x2028:
  case 0x2029: return '\n';
  case 0xFEFF: return ' ';
  case 0x00C6: return 'A';
  case 0x00E6: return 'a';
  case 0x00D0:
  case 0x0110: return 'D';
  case 0x00F0:
  case 0x0111: return 'd';
  case 0x00D8:
  case 0x0152: return 'O';
  case 0x00F8:
  case 0x0153: return 'o';
  case 0x00DE: return 'T';
  case 0x00FE: return 't';
  case 0x00DF: return 's';
  case 0x0126: return 'H';
  case 0x0127: return 'h';
  case 0x0130: return 'I';
  case 0x0131: return 'i';
  case 0x0141: return 'L';
  case 0x0142: return 'l';
  case 0x014A: return 'N';
  case 0x014B: return 'n';
  case 0x0166: return 'T';
  case 0x0167: return 't';
  default: return 0;
  }
}

/* The first letter of the canonical or compatible decomposition, when it is an ASCII letter; else 0. */
static unsigned char base_letter(int32_t code) {
  int32_t parts[32];
  int last = 0;
  utf8proc_ssize_t count =
      utf8proc_decompose_char(code, parts, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE, &last);
  if (count < 1 || count > 32 || parts[0] >= 0x80) return 0;
  unsigned char base = (unsigned char)parts[0];
  return hs_fold_is_letter(base) || hs_fold_is_digit(base) ? base : 0;
}

static unsigned char fold_category(int32_t code) {
  switch (utf8proc_category(code)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LT: return HS_F_UPPER;
  case UTF8PROC_CATEGORY_LL: return HS_F_LOWER;
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_LO: return HS_F_LETTER;
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_MC:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_CF: return HS_F_JOINED;
  case UTF8PROC_CATEGORY_ND: return '0';
  case UTF8PROC_CATEGORY_ZS:
  case UTF8PROC_CATEGORY_CC: return ' ';
  case UTF8PROC_CATEGORY_ZL:
  case UTF8PROC_CATEGORY_ZP: return '\n';
  case UTF8PROC_CATEGORY_SC: return '$';
  case UTF8PROC_CATEGORY_PC:
  case UTF8PROC_CATEGORY_PD:
  case UTF8PROC_CATEGORY_PS:
  case UTF8PROC_CATEGORY_PE:
  case UTF8PROC_CATEGORY_PI:
  case UTF8PROC_CATEGORY_PF:
  case UTF8PROC_CATEGORY_PO: return HS_F_PUNCT;
  default: return HS_F_SYMBOL;
  }
}

unsigned char hs_fold_code_point(int32_t code) {
  if (code < 0) return HS_F_BAD;
  if (code < 0x80) return (unsigned char)code;
  unsigned char listed = fold_listed(code);
  if (listed) return listed;
  unsigned char category = fold_category(code);
  if (category == HS_F_UPPER || category == HS_F_LOWER || category == HS_F_LETTER || category == '0') {
    unsigned char base = base_letter(code);
    if (base) return base;
  }
  return category;
}
