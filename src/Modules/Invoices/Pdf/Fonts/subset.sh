#!/bin/sh
# Makes the fonts of this folder from the packages that README.md names:
#   apt-get install python3-fonttools fonts-noto-core fonts-noto-cjk
#   sh subset.sh <the unpacked npm package @expo-google-fonts/inter>
set -eu
inter=$1
noto=/usr/share/fonts/truetype/noto
cjk=/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

subset() { /usr/bin/python3 -m fontTools.subset "$@" --no-hinting; }

# Inter: Latin, Greek and Cyrillic, with the digits of one width as the only digits, so that columns of amounts stand in line.
latin="U+0020-007E,U+00A0-024F,U+0259,U+02B9-02BC,U+02BE,U+02BF,U+02C6,U+02C7,U+02C9,U+02D8-02DD,U+0300-0328,U+0370-03FF,U+0400-052F,U+1E00-1FFF"
signs="U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+20A0-20C0,U+2113,U+2116,U+2117,U+2120,U+2122,U+2126,U+2190-2193,U+2212,U+FB01,U+FB02"
for weight in 400Regular 600SemiBold; do
  /usr/bin/python3 - "$inter/$weight/Inter_$weight.ttf" "$work/$weight.ttf" <<'PY'
import sys
from fontTools.ttLib import TTFont

font = TTFont(sys.argv[1], recalcTimestamp=False)
substitutions = font['GSUB'].table
tabular = {}
for record in substitutions.FeatureList.FeatureRecord:
    if record.FeatureTag == 'tnum':
        for index in record.Feature.LookupListIndex:
            for table in substitutions.LookupList.Lookup[index].SubTable:
                tabular.update(getattr(table, 'ExtSubTable', table).mapping)
for table in font['cmap'].tables:
    for digit in range(0x30, 0x3A):
        table.cmap[digit] = tabular.get(table.cmap[digit], table.cmap[digit])
font.save(sys.argv[2])
PY
  subset "$work/$weight.ttf" --unicodes="$latin,$signs" --layout-features=kern,mark,mkmk --notdef-outline --output-file="$here/Inter-${weight#?00}.ttf"
done

for script in Arabic Armenian Devanagari Georgian Hebrew Thai; do
  subset "$noto/NotoSans$script-Regular.ttf" --unicodes='*' --layout-features='*' --layout-features-=aalt,dlig,case --output-file="$here/NotoSans$script-Regular.ttf"
done

# The characters in everyday use, as the first levels of the national standards list them.
/usr/bin/python3 - > "$work/cjk.txt" <<'PY'
def of(encoding, rows, columns):
    for row in rows:
        for column in columns:
            try:
                character = bytes((row, column)).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(character) == 1:
                yield character

high = range(0xA1, 0xFF)
characters = {
    *of('gb2312', range(0xB0, 0xD8), high),
    *of('big5', range(0xA4, 0xC7), [*range(0x40, 0x7F), *high]),
    *of('euc_jp', [0xA4, 0xA5, *range(0xB0, 0xD0)], high),
    *of('euc_kr', range(0xB0, 0xC9), high),
    *map(chr, range(0x3000, 0x3040)), *map(chr, range(0x30A0, 0x3100)), *map(chr, range(0xFF01, 0xFFEF)),
}
print(''.join(sorted(characters)), end='')
PY
subset "$cjk" --font-number=2 --text-file="$work/cjk.txt" --layout-features='' --drop-tables+=vhea,vmtx,VORG,BASE,GSUB,GPOS --output-file="$here/NotoSansCJK-Regular.otf"
