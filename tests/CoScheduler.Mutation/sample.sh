#!/usr/bin/env bash
# Tries a random sample of Stryker's mutants of the pool: all of them, some 8,000, would take more than a day. Each runs the fast tests
# until the first fails. Prints the survivors, and then how many were killed.
#
# usage: sample.sh [HOW MANY, default 100] [SEED, default 1] [ONLY FILES BELOW src/CoScheduler.Pool THAT BEGIN WITH, default all]
set -euo pipefail
cd "$(dirname "$0")"
count=${1:-100} seed=${2:-1} only=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CsCheck_Iter=5 COSCHEDULER_SIMULATION_SEEDS=12

# Stryker compiles all mutants into one assembly, and a variable of the environment chooses one. No file is to be mutated by this run
# itself, which says "unable to calculate a mutation score".
dotnet tool restore > /dev/null
dotnet stryker --configuration Release --mutate 'Scheduling/Rank.cs{0..1}' --verbosity trace --log-to-file --output "$work/stryker" > "$work/stryker.log" 2>&1 || { tail -n 40 "$work/stryker.log"; exit 1; }
cp -r bin/Release/net10.0 "$work/tests"
mv -f bin/Release/net10.0/CoScheduler.Pool.dll.stryker-unchanged bin/Release/net10.0/CoScheduler.Pool.dll

# A mutant that did not compile is not in the assembly: those that are there load their number and call.
od -An -v -tu1 -w1 "$work/tests/CoScheduler.Pool.dll" | awk '
  { a[NR % 6] = $1 }
  a[(NR + 1) % 6] == 32 && a[(NR + 4) % 6] == 0 && a[(NR + 5) % 6] == 0 && a[NR % 6] == 40 { print a[(NR + 2) % 6] + 256 * a[(NR + 3) % 6] }' | sort -u > "$work/compiled"
awk -v only="$only" '
  NR == FNR { compiled[$1] = 1; next }
  match($0, /\[DBG\] Mutating "[^"]*"/) { file = substr($0, RSTART, RLENGTH); sub(/.*CoScheduler\.Pool\//, "", file); sub(/"$/, "", file) }
  /\[DBG\] Mutant [0-9]+ created/ && $4 in compiled && index(file, only) == 1 { text = $0; sub(/.*created /, "", text); sub(/ using .*/, "", text); print $4 "\t" file ": " text }' \
  "$work/compiled" "$work"/stryker/logs/*.txt > "$work/mutants"
shuf -n "$count" --random-source=<(yes "$seed") "$work/mutants" > "$work/sample"

try() {
  local id=${1%%$'\t'*} status=0
  (cd "$work/tests" && STRYKER_MUTANT_ID_CONTROL_VAR=MUTANT MUTANT=$id timeout 120 ./CoScheduler.Tests -stopOnFail > /dev/null 2>&1) || status=$?
  case $status in
    0) echo "survived $1" ;;
    124) echo "hung $1" ;;
    *) echo "killed $1" ;;
  esac
}
export -f try
export work
tr '\n' '\0' < "$work/sample" | xargs -0 -n 1 -P "$(nproc)" bash -c 'try "$0"' > "$work/results"
grep -v '^killed' "$work/results" | sort || true
killed=$(grep -cE '^(killed|hung)' "$work/results" || true)
echo "$killed of $(wc -l < "$work/results") killed, of $(wc -l < "$work/mutants") mutants"
