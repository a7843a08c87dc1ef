#!/bin/sh
# Makes the committed fonts of the papers again, from Noto Sans SC and Noto Sans (both SIL Open Font License 1.1, see the
# two LICENSE files): Chinese Regular over GBK and Bold over GB2312, Latin in both weights; no hinting, no layout
# features (the sheet's own layout uses none). Latin comes first in the chain, so that "·" and quotes stay narrow.
# Needs npm and python3-venv. Run it here; the result is committed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for font in noto-sans-sc@0.4.3 noto-sans@0.4.2; do
  name=${font%@*}
  npm pack --silent "@expo-google-fonts/$font" >/dev/null
  mkdir "$name"
  tar xzf "expo-google-fonts-$name-${font#*@}.tgz" -C "$name" --strip-components=1
done
python3 -m venv venv
venv/bin/pip -q install fonttools==4.68.0
subset() { # weight file, character set, target
  python3 "$here/charset.py" "$2" >points
  SOURCE_DATE_EPOCH=0 venv/bin/pyftsubset "$1" --unicodes-file=points --output-file="$here/$3" \
    --no-hinting --desubroutinize --layout-features='' --notdef-outline --name-IDs='0,1,2,4,6,13,14' \
    --drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,VORG,meta,STAT --recalc-timestamp
}
subset noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf gbk NotoSansSC-Regular.ttf
subset noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf gb2312 NotoSansSC-Bold.ttf
subset noto-sans/400Regular/NotoSans_400Regular.ttf latin NotoSans-Regular.ttf
subset noto-sans/700Bold/NotoSans_700Bold.ttf latin NotoSans-Bold.ttf
cp noto-sans-sc/LICENSE_FONT "$here/LICENSE-NotoSansSC.txt"
cp noto-sans/LICENSE_FONT "$here/LICENSE-NotoSans.txt"
