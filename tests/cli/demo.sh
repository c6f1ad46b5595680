#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The main job without a window: a case of ransomware at an invented company, from its opening to
# the filled forms, in a database of its own.
#
# Usage: demo.sh KIROKU_CLI [FOLDER]
# FOLDER (made if absent, by default a new one under $TMPDIR) keeps the database and the PDFs.
# Nothing outside FOLDER is written. Exit 0 if the whole job was done, otherwise that of the step.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: $0 KIROKU_CLI [FOLDER]" >&2
  exit 64
fi
program=$1
folder=${2:-$(mktemp -d "${TMPDIR:-/tmp}/kiroku-demo.XXXXXX")}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

export XDG_DATA_HOME=$folder/data XDG_CONFIG_HOME=$folder/config XDG_CACHE_HOME=$folder/cache
export LC_ALL=C.UTF-8 LANGUAGE=ja TZ=Asia/Tokyo
database=$folder/kiroku.db

cli () { "$program" --database="$database" --author='記録 花子' "$@"; }
heading () { printf '\n== %s\n' "$*"; }
show () {
  printf '$ kiroku-cli'
  printf ' %q' "$@"
  printf '\n'
  cli "$@"
}
# Reads JSON and prints what the Python expression makes of it, called "doc".
pick () { python3 -c 'import json,sys; doc=json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"; }
# A moment some minutes ago, with its offset.
ago () { date -d "$1 minutes ago" '+%Y-%m-%dT%H:%M:%S%:z'; }

give_profile () {
  cli profile set org.name 'サンプル商事株式会社'
  cli profile set org.industry '卸売業'
  cli profile set org.address '東京都千代田区サンプル町1-2-3'
  cli profile set org.representative '代表取締役 見本 太郎'
  cli profile set reporter.name '記録 花子'
  cli profile set reporter.dept '情報システム部'
  cli profile set reporter.phone '03-0000-0000'
  cli profile set reporter.email 'hanako@example.co.jp'
}

log_the_night () {
  cli log "$case" --class=observation --at="$(ago 170)" \
    '営業部の社員から、共有フォルダーの文書が開けず拡張子が変わっていると連絡があった。'
  cli log "$case" --class=observation --at="$(ago 165)" \
    'ファイルサーバーの各フォルダーに脅迫文のテキストファイルがあることを確認した。'
  cli log "$case" --class=communication --at="$(ago 160)" \
    'インシデント対応責任者と代表取締役に電話で報告した。'
  cli log "$case" --at="$(ago 150)" 'ファイルサーバーをネットワークから切り離した。電源は切っていない。'
  cli log "$case" --class=decision --at="$(ago 140)" '身代金は支払わない。VPN装置の接続を全社で停止する。'
  printf '%s\n' 'VPN装置の接続ログを外付け媒体に保全した。' \
    'バックアップ装置は別のネットワークにあり、暗号化されていないことを確認した。' \
    '全社員に、端末を再起動せず有線・無線とも切断するよう周知した。' | cli log "$case" -
}

set_the_facts () {
  cli set "$case" leak.suspected yes
  cli set "$case" leak.mynumber no
  cli set "$case" crime.suspected yes
  cli set "$case" t.found_by own
  cli set "$case" leak.kind leak_risk,damage
  cli set "$case" leak.categories 3,4
  cli set "$case" leak.media electronic
  cli set "$case" leak.subject_kind customers,employees
  cli set "$case" leak.items name,address,phone,email
  cli set "$case" leak.count 1250 --state=estimate
  cli set "$case" leak.card_count 0 --state=confirmed
  cli set "$case" cause.actor reporter
  cli set "$case" cause.kind unauthorized_access
  cli set "$case" cause.summary 'VPN装置から侵入された疑いがあり、調査中。' --state=investigating
  cli set "$case" secondary_damage unknown
  cli set "$case" secondary_damage.detail '外部での公開や不正利用は現時点で確認していない。'
  cli set "$case" subject_notice.state planned
  cli set "$case" publication.state considering
  cli set "$case" prevention.done 'VPN装置の停止、全アカウントのパスワード変更。'
  cli set "$case" prevention.planned '多要素認証の導入。'
  cli set "$case" investigation.status planned
  cli set "$case" third_party.role none
  cli set "$case" report.recipient ppc
  cli set "$case" report.kind new
  cli set "$case" report.stage preliminary
  cli set "$case" assets.kind server,network
  cli set "$case" assets.os 'Windows Server'
  cli set "$case" ransom.type encryption,demand
  cli set "$case" police.complaint unknown
  cli set "$case" evidence.preserved 'VPN装置の接続ログを外付け媒体に保全済み。サーバーは電源を入れたまま隔離。'
  cli set "$case" reports_made '警視庁に電話で相談した。'
}

# An intact case that nothing outside its database vouches for gives 1; anything above is damage.
check_the_record () {
  local status=0
  show verify "$case" || status=$?
  [ "$status" -le 1 ] || exit "$status"
}

check_pdf () {
  [ "$(head -c 5 "$1")" = '%PDF-' ] || { echo "demo.sh: $1 is not a PDF" >&2; exit 1; }
}

heading '組織と報告者 / the organisation and the reporter'
give_profile

heading '事案を登録する / open the case'
case=$(cli case new --title='ファイルサーバーのランサムウェア感染' --type=ransomware --level=2 \
  --occurred="$(ago 400)" --detected="$(ago 170)" --known="$(ago 160)" --json | pick 'doc["number"]')
show case show "$case"

heading '対応を記録する / log what happens'
log_the_night
show phase "$case" triage --at="$(ago 155)"
show phase "$case" containment --at="$(ago 150)"

heading '手順 / the playbook'
task=$(cli task list "$case" --json \
  | pick '[t["id"] for t in (doc if isinstance(doc, list) else doc["tasks"])][0]')
show task set "$case" "$task" 'done'
show task list "$case"

heading '連絡する / call the desk'
show contact list --type=ransomware --phase=containment
show contact told "$case" mpd_cyber --by=phone --outcome='相談日時を予約し、ログの保全を求められた。'

heading '届出の期限 / what is due'
set_the_facts
show deadline list "$case"

heading '様式と報告書 / the forms and the report'
show form fill "$case" F01 --output="$folder/F01.pdf" --lang=ja
show form fill "$case" F13 --output="$folder/F13.pdf" --lang=ja
show report "$case" --kind=timeline --output="$folder/timeline.pdf" --lang=ja
for pdf in F01 F13 timeline; do check_pdf "$folder/$pdf.pdf"; done

heading '記録を検査する / check the record'
show timeline "$case"
check_the_record

heading '出力 / where everything is'
printf '%s\n' "漏えい等報告 F01:  $folder/F01.pdf" "事案の時系列:      $folder/timeline.pdf" \
  "警察相談票 F13:    $folder/F13.pdf" "データベース:      $database"
