#!/bin/sh
# Makes the committed fonts of the papers again, from Noto Sans SC (SIL Open Font License 1.1, LICENSE_FONT.txt):
# Regular over GBK, Bold over GB2312, no hinting, no layout features (the sheet's own layout uses none).
# Needs npm and python3-venv. Run it here; the result is committed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 >/dev/null
tar xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz
python3 -m venv venv
venv/bin/pip -q install fonttools==4.68.0
subset() { # weight file, character set, target
  python3 "$here/charset.py" "$2" >points
  SOURCE_DATE_EPOCH=0 venv/bin/pyftsubset "package/$1" --unicodes-file=points --output-file="$here/$3" \
    --no-hinting --desubroutinize --layout-features='' --notdef-outline --name-IDs='0,1,2,4,6,13,14' \
    --drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,VORG,meta,STAT --recalc-timestamp
}
subset 400Regular/NotoSansSC_400Regular.ttf gbk NotoSansSC-Regular.ttf
subset 700Bold/NotoSansSC_700Bold.ttf gb2312 NotoSansSC-Bold.ttf
cp package/LICENSE_FONT "$here/LICENSE_FONT.txt"
