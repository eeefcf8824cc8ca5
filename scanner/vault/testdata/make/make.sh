#!/bin/sh
# Writes the fixtures that come from real programs: keepassxc-cli (2.7.4 when
# this was written), kdbxweb and Bitwarden's exporter. The others are written
# by hand after the published layouts; vault_test.go says after which.
#
# Everybody in them is invented, and the password of each file is
# Kanariefagel-8Zq. Salts and keys are new each time, so every run changes the
# files. Nothing else in the project needs this script.
#
#	sh make.sh        with npm, node and keepassxc-cli installed
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$(dirname "$here")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pw=Kanariefagel-8Zq
cd "$work"

printf '%s\n%s\n' $pw $pw | keepassxc-cli import -q -p -t 100 "$here/vault.xml" xc-31.kdbx
printf '%s\n' $pw | keepassxc-cli export -q -f xml xc-31.kdbx >full.xml
printf '%s\n' $pw | keepassxc-cli export -q -f csv xc-31.kdbx >"$out/keepassxc.csv"
cp xc-31.kdbx full.xml "$out/"
mv "$out/full.xml" "$out/keepassxc.xml"

# Data of a plug-in makes KeePassXC write version 4; an attachment goes along.
sed '0,/<History>/s|<History>|<CustomData><Item><Key>example</Key><Value>1</Value></Item></CustomData><History>|' "$here/vault.xml" >four.xml
printf '%s\n%s\n' $pw $pw | keepassxc-cli import -q -p -t 100 four.xml xc-4.kdbx
echo "kvitto" >kvitto.txt
printf '%s\n' $pw | keepassxc-cli attachment-import -q xc-4.kdbx "Hemma/Routern" kvitto.txt kvitto.txt
cp xc-4.kdbx "$out/"

npm install --silent --no-fund --no-audit kdbxweb@2.1.1 hash-wasm @bitwarden/sdk-internal@0.2.0-main.1054
node "$here/kdbx.mjs" full.xml "$out"
node "$here/bitwarden.mjs" "$out"
