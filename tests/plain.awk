# Takes the header and the tags out of one tagged article (fixtures/README.md), as `tests/fixtures.py --plain` does, for
# where there is no Python:  awk -f tests/plain.awk fixtures/seven.txt

!body && /^#/ { next }
!body { body = 1; next } # the empty line after the header
{ source = source $0 "\n" }

END {
  sub(/\n+$/, "\n", source)
  while (match(source, /[\\<{]/)) {
    printf "%s", substr(source, 1, RSTART - 1)
    mark = substr(source, RSTART, 1)
    source = substr(source, RSTART)
    if (mark == "\\") { # an escaped character
      printf "%s", substr(source, 2, 1)
      source = substr(source, 3)
    } else if (mark == "<") { # <q1 direct Zhang Jun>, </q1>
      source = substr(source, index(source, ">") + 1)
    } else { # {Zhang|person|Zhang Jun}
      name = substr(source, 2, match(source, /\|/) - 2)
      gsub(/\\/, "", name)
      printf "%s", name
      source = substr(source, index(source, "}") + 1)
    }
  }
  printf "%s", source
}
