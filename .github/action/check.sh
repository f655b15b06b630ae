#!/usr/bin/env bash
# Runs claimlint once, with all outputs that the action has. Ends as claimlint ends.
#
# Reads the INPUT_ variables of action.yml and what the runner sets.
set -euo pipefail

sarif=$RUNNER_TEMP/claimlint.sarif
commands=$RUNNER_TEMP/claimlint.commands
table=$RUNNER_TEMP/claimlint.md
rm -f "$sarif" "$commands" "$table"

arguments=(check --no-progress --output-format full --output-format "sarif=$sarif")
[ "$INPUT_ANNOTATIONS" != true ] || arguments+=(--output-format "github=$commands")
[ "$INPUT_SUMMARY" != true ] || arguments+=(--output-format "markdown=$table")
[ -z "$INPUT_FAIL_ON" ] || arguments+=(--fail-on "$INPUT_FAIL_ON")
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=("$line")
done <<<"$INPUT_ARGS"
arguments+=(--)
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=("$line")
done <<<"$INPUT_PATHS"

# What a report says must not be read as a command to the runner: between these lines it is not.
stop=claimlint-$RANDOM$RANDOM$RANDOM$RANDOM
echo "::stop-commands::$stop"
code=0
claimlint "${arguments[@]}" || code=$?
echo "::$stop::"

echo "exit-code=$code" >>"$GITHUB_OUTPUT"
[ ! -f "$sarif" ] || echo "sarif-file=$sarif" >>"$GITHUB_OUTPUT"
[ ! -f "$commands" ] || cat "$commands"
[ ! -f "$table" ] || cat "$table" >>"$GITHUB_STEP_SUMMARY"
exit "$code"
