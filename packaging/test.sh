#!/bin/bash
# Installs what is missing, builds, runs every test and counts them. Ends with 0 only if tests ran and all passed.
# May be run again at any time; it is then quick. With CI set, nothing is drawn over, for logs.
#
#   packaging/test.sh [options for ctest, such as -R core.audio]

# shellcheck source=packaging/prepare.sh
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

results=$build/test-results
declare -A passed=() failed=()
skipped=0

# What the value of an attribute sums up to over all the times it stands in a text: sumOf tests "$text"
sumOf() {
    local sum=0 value
    for value in $(grep -oE " $1=\"[0-9]+\"" <<<"$2" | grep -oE '[0-9]+'); do
        sum=$((sum + value))
    done
    echo $sum
}

count() { grep -oE "$1" "$2" | grep -c ''; }

# The kind of test that a name of ctest's stands for.
kindOf() {
    case $1 in
        core.*) echo engine ;;
        widgets.*) echo widget ;;
        app.*) echo app ;;
        cli | sound) echo "$1" ;;
        architecture.*) echo architecture ;;
        *) echo other ;;
    esac
}

# Adds the tests of one program, as its own XML has them: countProgram <kind> <file> <run|fail>
countProgram() {
    local kind=$1 file=$2 status=$3 all bad left
    if grep -q '<testsuites ' "$file"; then  # GoogleTest: the outermost element has the sums
        all=$(sumOf tests "$(grep '<testsuites ' "$file")")
        bad=$(sumOf '(failures|errors)' "$(grep '<testsuites ' "$file")")
        left=$(($(count 'result="skipped"' "$file") + $(sumOf disabled "$(grep '<testsuites ' "$file")")))
    else  # Qt Test, which counts its own beginning and end as tests
        all=$(($(count '<testcase ' "$file") - $(count '<testcase [^>]*name="(init|cleanup)TestCase"' "$file")))
        bad=$(sumOf '(failures|errors)' "$(grep '<testsuite ' "$file")")
        left=$(count '<skipped' "$file")
    fi
    [ "$status" = fail ] && [ "$bad" -eq 0 ] && bad=1  # it ended badly after its last test
    local good=$((all - bad - left))
    passed[$kind]=$((${passed[$kind]:-0} + (good > 0 ? good : 0)))
    failed[$kind]=$((${failed[$kind]:-0} + bad))
    skipped=$((skipped + left))
}

# Goes through what ctest ran; a test without XML of its own counts as one.
countTests() {
    local name status kind
    while read -r name status; do
        kind=$(kindOf "$name")
        if [ -s "$results/$name.xml" ]; then
            countProgram "$kind" "$results/$name.xml" "$status"
        elif [ "$status" = run ]; then
            passed[$kind]=$((${passed[$kind]:-0} + 1))
        else
            failed[$kind]=$((${failed[$kind]:-0} + 1))
        fi
    done < <(grep -oE '<testcase name="[^"]*"[^>]* status="[a-z]*"' "$results/ctest.xml" |
        sed -E 's/.*name="([^"]*)".* status="([a-z]*)"/\1 \2/')
}

report() {
    local kind allPassed=0 allFailed=0
    for kind in engine widget app cli sound architecture other; do
        [ -n "${passed[$kind]:-}${failed[$kind]:-}" ] || continue
        printf '%s tests: %d\n' "$kind" $((${passed[$kind]:-0} + ${failed[$kind]:-0}))
        allPassed=$((allPassed + ${passed[$kind]:-0}))
        allFailed=$((allFailed + ${failed[$kind]:-0}))
    done
    [ $skipped -gt 0 ] && printf 'skipped: %d\n' "$skipped"
    printf '%d passed, %d failed\n' $allPassed $allFailed
    [ $allFailed -eq 0 ] && [ $allPassed -gt 0 ]
}

installPackages
buildEverything

mkdir -p "$results"
rm -f "$results"/*.xml
drawn=()
[ -t 1 ] && [ -z "${CI:-}" ] && drawn=(--progress)
say "Running the tests"
ctest --preset release --no-tests=error --output-on-failure --output-junit "$results/ctest.xml" "${drawn[@]}" "$@"
ending=$?
[ -s "$results/ctest.xml" ] || fail "ctest left no results in $results/ctest.xml."
countTests
report || exit 1
exit $ending
