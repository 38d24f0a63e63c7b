set -e
S="/usr/bin/python3 -m fontTools.subset"
N=x/usr/share/fonts/truetype/noto
mkdir -p out
LATIN="U+0020-007E,U+00A0-024F,U+0259,U+02B9-02BC,U+02BE,U+02BF,U+02C6,U+02C7,U+02C9,U+02D8-02DD,U+0300-0328,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+1F00-1FFF,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+20A0-20C0,U+2113,U+2116,U+2117,U+2120,U+2122,U+2126,U+2190-2193,U+2212,U+FB01,U+FB02"
for w in 400Regular 600SemiBold; do
  /usr/bin/python3 - npm/package/$w/Inter_$w.ttf out/tab_$w.ttf <<'PY'
import sys
from fontTools.ttLib import TTFont
font = TTFont(sys.argv[1])
tabular = {}
gsub = font['GSUB'].table
for record in gsub.FeatureList.FeatureRecord:
    if record.FeatureTag == 'tnum':
        for index in record.Feature.LookupListIndex:
            for sub in gsub.LookupList.Lookup[index].SubTable:
                tabular.update(getattr(sub, 'ExtSubTable', sub).mapping)
for table in font['cmap'].tables:
    for code, glyph in list(table.cmap.items()):
        if code in range(0x30, 0x3A): table.cmap[code] = tabular.get(glyph, glyph)
font.save(sys.argv[2])
print(tabular)
PY
  $S out/tab_$w.ttf --unicodes="$LATIN" --layout-features=kern,mark,mkmk --no-hinting --notdef-outline --output-file=out/Inter-${w#?00}.ttf
  rm out/tab_$w.ttf
done
for s in Arabic Hebrew Thai Georgian Armenian Devanagari; do
  $S $N/NotoSans$s-Regular.ttf --unicodes='*' --layout-features='*' --layout-features-=aalt,dlig,case --no-hinting --output-file=out/NotoSans$s-Regular.ttf
done
$S x/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc --font-number=2 --text-file=cjk_d.txt --layout-features='' --no-hinting --drop-tables+=vhea,vmtx,VORG,BASE,GSUB,GPOS --output-file=out/NotoSansCJK-Regular.otf
ls -l out
