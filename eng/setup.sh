# shellcheck shell=bash disable=SC2154 # Read by ./learnedopt, which defines root, state, artifacts, dotnet and fail.
# From a bare machine to a built program: choose the backend, install what it needs, build native and managed code.

logs=$artifacts/logs
props=$state/backend.props
native=$artifacts/native/libLearnedOptTorch.so
pending_stamp=

say() { printf '[%4d s] %s\n' "$SECONDS" "$*" >&2; }

# Runs one long command in a process group of its own, so that Ctrl-C can end all of it, with its output in a log.
step() { # label, log file, command...
  local label=$1 log=$2 result command pulse
  shift 2
  mkdir -p "$(dirname "$log")"
  say "$label"
  set -m
  "$@" >"$log" 2>&1 </dev/null 9>&- &
  command=$!
  (while sleep 20 && kill -0 $$; do say "  still: $label"; done) 9>&- &
  pulse=$!
  set +m
  wait "$command"
  result=$?
  kill -KILL -- "-$pulse" 2>/dev/null # a gentler signal is lost on a shell that has only just been forked
  wait "$pulse" 2>/dev/null
  return $result
}

# Ends what was started, gently for five seconds. The job table and not our variables, which a signal may find unset.
interrupted() { # exit code
  trap '' INT TERM
  local job
  for job in $(jobs -p); do kill -- "-$job"; done 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -n "$(jobs -pr)" ] || break
    sleep 0.5
  done
  for job in $(jobs -pr); do kill -KILL -- "-$job"; done 2>/dev/null
  wait 2>/dev/null
  [ -z "$pending_stamp" ] || rm -f "$pending_stamp"
  fail "$1" "interrupted; the next call takes up where this one stopped"
}

# One launcher at a time may set up. The lock goes with the process, however it ends.
take_lock() {
  if ! mkdir -p "$state" "$artifacts" 2>/dev/null || [ ! -w "$state" ] || [ ! -w "$artifacts" ]; then
    fail "$EXIT_STORAGE" "cannot write in $root: clone it into a folder of your own, or run once as its owner"
  fi
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  if command -v flock >/dev/null; then
    exec 9>"$state/lock"
    if ! flock -n 9; then
      say "another ./learnedopt is setting up here; waiting for it"
      flock 9
    fi
  else
    local waited=0
    until mkdir "$state/lock.d" 2>/dev/null; do
      if ! kill -0 "$(cat "$state/lock.d/owner" 2>/dev/null)" 2>/dev/null && [ $waited -ge 3 ]; then
        rm -rf "$state/lock.d" # its owner is gone
      fi
      sleep 1
      waited=$((waited + 1))
    done
    echo $$ >"$state/lock.d/owner"
    trap 'rm -rf "$state/lock.d"' EXIT
  fi
}

give_lock_back() {
  trap - INT TERM
  if command -v flock >/dev/null; then
    exec 9>&-
  else
    trap - EXIT
    rm -rf "$state/lock.d"
  fi
}

# The command line tools of .NET want a home folder that they may write to, and speak English to our logs.
prepare_dotnet() {
  if [ -z "${HOME:-}" ] || [ ! -w "${HOME:-}" ]; then
    export HOME=$artifacts/home
    mkdir -p "$HOME"
  fi
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
  export DOTNET_CLI_UI_LANGUAGE=en DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}"
  export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDTERMINALLOGGER=off
  export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
}

check_sdk() {
  local get="install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0), then run this again"
  [ -n "$dotnet" ] || fail "$EXIT_SDK" "the .NET SDK is not on PATH: $get"
  local found
  found=$(cd "$root" && "$dotnet" --version 2>/dev/null) || found=
  case $found in 10.*) return ;; esac
  if [ -z "$found" ]; then
    found=$("$dotnet" --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' ')
  fi
  fail "$EXIT_SDK" "this needs the .NET 10 SDK, but $dotnet has ${found:-none}: $get"
}

package_version() { sed -n "s/.*Include=\"$1\" Version=\"\([^\"]*\)\".*/\1/p" "$root/Directory.Packages.props"; }

# Asks the registry for one package by restoring an empty project that refers to it.
# 0: it is there; 1: the registry does not have it; 2: no registry answered in time.
probe() { # package, seconds, label
  local folder=$artifacts/probe/$1 log=$logs/probe-$1.log limit=() result
  mkdir -p "$folder"
  printf '<Project />\n' | tee "$folder/Directory.Build.props" "$folder/Directory.Build.targets" >"$folder/Directory.Packages.props"
  cat >"$folder/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="$1" Version="[$(package_version "$1")]" /></ItemGroup>
</Project>
XML
  ! command -v timeout >/dev/null || limit=(timeout -k 5 "$2")
  NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT=2 step "$3" "$log" \
    ${limit[@]+"${limit[@]}"} "$dotnet" restore "$folder/probe.csproj" -v quiet --nologo
  result=$?
  [ $result -ne 0 ] || return 0
  ! grep -q -E 'NU110[0123]' "$log" || return 1
  say "  no registry answered about $1"
  touch "$state/unanswered" # asked again at the next setup, unless this one succeeds without
  return 2
}

probe_torch() {
  probe TorchSharp 120 "asking the package registry for TorchSharp" || return
  [ "$(uname -s)" = Linux ] && [ "${TorchDevice:-cpu}" = cpu ] || return 0
  # The real package brings libtorch for x64 only on Linux.
  [ "$(uname -m)" = x86_64 ] && probe TorchSharp-cpu 1800 "downloading TorchSharp with libtorch (some hundred MB, once)"
}

remember() { # torch backend, plot backend
  cat >"$props.new" <<XML
<Project>
  <!-- Chosen by ./learnedopt for this machine; its option backend=auto asks the registry again. -->
  <PropertyGroup>
    <TorchBackend>$1</TorchBackend>
    <PlotBackend>$2</PlotBackend>
  </PropertyGroup>
</Project>
XML
  if cmp -s "$props.new" "$props"; then rm "$props.new"; else mv "$props.new" "$props"; fi
}

choose_backend() {
  local torch plots
  torch=$(remembered TorchBackend)
  plots=$(remembered PlotBackend)
  case $backend_request in
    package | system)
      torch=$backend_request
      plots=$backend_request
      ;;
    *)
      if [ "$backend_request" = auto ] || [ -z "$torch" ] || [ -z "$plots" ] || [ -f "$state/unanswered" ]; then
        rm -f "$state/unanswered"
        if probe_torch; then torch=package; else torch=system; fi
        if probe OxyPlot.Core 120 "asking the package registry for OxyPlot.Core"; then plots=package; else plots=system; fi
      fi
      ;;
  esac
  if [ "$torch" = system ] && [ "$(uname -s)" != Linux ]; then
    fail "$EXIT_REGISTRY" "no package registry offers TorchSharp $(package_version TorchSharp), and the stand-in for it needs Linux: check the network and your nuget.config"
  fi
  remember "$torch" "$plots"
  say "backend: TorchSharp $(describe "$torch"), OxyPlot $(describe "$plots")"
}

describe() { if [ "$1" = package ]; then echo "from the registry"; else echo "stand-in"; fi; }

restore() { # log name, project or solution filter
  local log=$logs/restore-$1.log
  step "restoring packages" "$log" "$dotnet" restore "$2" -v quiet --nologo && return
  if grep -q -E 'NU1301|NU1801' "$log"; then
    fail "$EXIT_REGISTRY" "no package registry could be reached: check the network or proxy, or name a registry that you can reach in nuget.config (log: $log)"
  fi
  fail "$EXIT_REGISTRY" "packages could not be restored: $(first_error "$log") (log: $log)"
}

compile() { # log name, project or solution filter
  local log=$logs/build-$1.log
  step "building managed code" "$log" "$dotnet" build "$2" -c Release --no-restore -v quiet --nologo ||
    fail "$EXIT_MANAGED_BUILD" "managed code does not build: $(first_error "$log") (log: $log)"
}

first_error() { grep -m 1 -i 'error' "$1" | sed -e 's/ \[[^]]*\]$//' -e 's/^ *//' | cut -c 1-300; }

# A stamp is born when a build starts and gets its name when the build has succeeded.
begin_stamp() {
  pending_stamp=$state/pending.stamp
  build_key >"$pending_stamp"
}

commit_stamps() { # names
  local name
  for name; do
    cp -p "$pending_stamp" "$state/$name.new"
    mv "$state/$name.new" "$state/$name.stamp"
  done
  rm -f "$pending_stamp"
  pending_stamp=
}

# Sets up what is out of date, then builds managed code; at the end the stamps named are valid. Packages come before
# the slow native build, so that a missing network is known at once.
set_up() { # what to build: program or tests; stamps...
  local project=$root/meta-training/LearnedOpt.Host/LearnedOpt.Host.csproj
  check_sdk
  choose_backend
  begin_stamp
  if [ "$1" = tests ]; then
    project=$artifacts/tests.slnf
    write_test_filter "$project"
  fi
  restore "$1" "$project"
  if [ "$(remembered TorchBackend)" = system ]; then
    # shellcheck source=eng/native.sh
    . "$root/eng/native.sh"
    ensure_native
  fi
  rm -f "$state/run.stamp"
  compile "$1" "$project"
  shift
  commit_stamps "$@"
  rm -f "$state/unanswered"
}

ensure_built() {
  prepare_dotnet
  take_lock
  if ! is_built; then # another launcher may have done it while we waited
    say "setting up; later calls start at once"
    set_up program run
    say "ready"
  fi
  give_lock_back
}

command_setup() {
  [ $# -eq 0 ] || fail "$EXIT_USAGE" "setup takes no argument '$1'; see './learnedopt --help'"
  is_built || ensure_built
  say "up to date: TorchSharp $(describe "$(remembered TorchBackend)"), OxyPlot $(describe "$(remembered PlotBackend)")"
}
