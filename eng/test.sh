# shellcheck shell=bash disable=SC2154 # Read by ./learnedopt.
# Builds every test project and runs them one after another: one line for each, and the sum as the last line.

test_logs=$artifacts/test-logs

# The stand-ins' own tests make sense only where the stand-ins are in use.
test_projects() {
  local project name
  for project in "$root"/tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    case $name in
      TorchSharp.Compat.Tests) [ "$(remembered TorchBackend)" = system ] || continue ;;
      OxyPlot.Compat.Tests) [ "$(remembered PlotBackend)" = system ] || continue ;;
    esac
    echo "$name"
  done
}

# The program and every test project, as one build.
write_test_filter() { # file, in a folder directly below the root
  local name
  {
    printf '{ "solution": { "path": "../LearnedOpt.sln", "projects": [\n'
    for name in $(test_projects); do
      # shellcheck disable=SC1003 # A solution file has backslashes on every system.
      printf '  "tests\\\\%s\\\\%s.csproj",\n' "$name" "$name"
    done
    printf '  "meta-training\\\\LearnedOpt.Host\\\\LearnedOpt.Host.csproj"\n] } }\n'
  } >"$1"
}

tests_built() {
  local name
  is_built && is_current tests tests samples configs || return 1
  for name in $(test_projects); do
    [ -f "$artifacts/bin/$name/release/$name.dll" ] || return 1
  done
}

# The tests of workers start a broker of their own, from Debian's package. Its system service is not needed. Where it cannot
# be installed all tests run nevertheless, and those of workers fail with the same words.
ensure_broker() {
  local server=/usr/lib/rabbitmq/bin/rabbitmq-server
  [ "$(uname -s)" = Linux ] && [ ! -x $server ] || return 0
  # shellcheck source=eng/native.sh
  . "$root/eng/native.sh"
  if command -v apt-get >/dev/null && (install_packages rabbitmq-server); then
    if [ -d /run/systemd/system ] && [ "$(id -u)" -eq 0 ]; then systemctl disable --now rabbitmq-server >/dev/null 2>&1; fi
  elif [ ! -x $server ]; then
    say "going on without a broker: tests of workers will fail until RabbitMQ 3.10 or later is installed, with $server"
  fi
  return 0
}

command_test() {
  [ $# -le 1 ] || fail "$EXIT_USAGE" "test takes one filter, received '$*'; for several words use quotes"
  local filter=() projects
  projects=$(test_projects)
  case ${1:-} in
    '') ;;
    -*) fail "$EXIT_USAGE" "unknown option '$1' of test; see './learnedopt --help'" ;;
    *[=~\&\|\!]*) filter=(--filter "$1") ;;
    *.Tests) if [ -d "$root/tests/$1" ]; then projects=$1; else filter=(--filter "FullyQualifiedName~$1"); fi ;;
    *) filter=(--filter "FullyQualifiedName~$1") ;;
  esac
  prepare_dotnet
  set_threads
  take_lock # kept to the end: nothing may replace the programs under test
  if ! tests_built; then
    set_up tests run tests
    [ $# -eq 1 ] || projects=$(test_projects) # the choice of backend decides which there are
  fi
  case $projects in *LearnedOpt.Host.Tests*) ensure_broker ;; esac
  rm -rf "$test_logs"
  mkdir -p "$test_logs"
  local name passed=0 failed=0
  for name in $projects; do
    run_project "$name" ${filter[@]+"${filter[@]}"}
    passed=$((passed + project_passed))
    failed=$((failed + project_failed))
  done
  if [ $((passed + failed)) -eq 0 ]; then
    printf 'learnedopt: no test matches %s\n' "'${1:-}'" >&2
    echo "0 passed, 0 failed"
    exit "$EXIT_USAGE"
  fi
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ]
}

run_project() { # project name, filter...
  local name=$1 log=$test_logs/$1.log started=$SECONDS result summary skipped
  shift
  step "$name" "$log" "$dotnet" test "$artifacts/bin/$name/release/$name.dll" "$@" --nologo \
    --results-directory "$artifacts/test-results" --blame-hang-timeout 10m --blame-hang-dump-type none \
    --logger "console;verbosity=minimal"
  result=$?
  rm -rf "$artifacts/test-results" # the hang watch leaves empty folders
  summary=$(grep -E '^(Passed!|Failed!|Skipped!) ' "$log" | tail -n 1)
  project_passed=$(count Passed "$summary")
  project_failed=$(count Failed "$summary")
  skipped=$(count Skipped "$summary")
  # A test process that dies takes its counts with it.
  if [ $result -ne 0 ] && [ "$project_failed" -eq 0 ]; then project_failed=1; fi
  if [ $# -gt 0 ] && [ $((project_passed + project_failed)) -eq 0 ]; then return; fi
  printf '%-32s %5d passed, %d failed%s  (%d s)\n' "$name" "$project_passed" "$project_failed" \
    "$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")" $((SECONDS - started))
  if [ "$project_failed" -gt 0 ]; then show_failures "$log"; fi
}

count() { # word, summary line of the test runner
  local number
  number=$(printf '%s\n' "$2" | sed -n "s/.*$1: *\([0-9][0-9]*\).*/\1/p")
  echo "${number:-0}"
}

# Name, message and our own stack lines of each failed test; the last words of a test process that died.
show_failures() { # log
  if grep -q '^ *Failed [^!]' "$1"; then
    awk '/^ *Failed [^!]/ { lines = 14 } /^(Failed!|Passed!)/ { lines = 0 } lines-- > 0 { print "    " $0 }' "$1"
  else
    tail -n 200 "$1" | sed 's/^/    /'
  fi | grep -v -E '^ *at (System|Xunit|Microsoft)\.|^ *$' | cut -c 1-300 | head -n 300
  printf '    (all of it: %s)\n' "$1"
}
