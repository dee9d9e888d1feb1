# shellcheck shell=bash disable=SC2154 # Read by eng/setup.sh.
# The system backend: libtorch from the operating system or from LIBTORCH, and our native library over it.

# Prints the Debian packages that are missing, one a line.
missing_packages() {
  command -v cmake >/dev/null || echo cmake
  command -v g++ >/dev/null || command -v c++ >/dev/null || echo g++
  command -v make >/dev/null || echo make
  if [ -z "${LIBTORCH:-}" ]; then
    [ -f /usr/include/torch/csrc/api/include/torch/torch.h ] || echo libtorch-dev
    has_openblas || echo libopenblas0-pthread
  fi
}

# Without OpenBLAS, Debian's libtorch uses the reference BLAS: a matrix product was measured at 4 instead of 94 GFLOP/s.
has_openblas() {
  command -v dpkg-query >/dev/null || return 0 # not Debian: leave the choice of BLAS to the user
  dpkg-query -W -f '${Package} ${db:Status-Status}\n' 'libopenblas0-*' 2>/dev/null | grep -q ' installed$'
}

install_packages() { # packages
  local list=$* log=$logs/apt.log sudo=()
  command -v apt-get >/dev/null ||
    fail "$EXIT_NO_APT" "apt-get is not here to install $list: install cmake, make, a C++ compiler and libtorch 1.13 or later yourself (LIBTORCH=/its/folder), or run './learnedopt setup --backend package' with a registry that has TorchSharp"
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      fail "$EXIT_NOT_ROOT" "installing needs root once: run 'apt-get update && apt-get install -y --no-install-recommends $list' as root, then this again"
    fi
    sudo=(sudo -n)
  fi
  local apt=(${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300
    -o Acquire::Retries=2 -o Acquire::http::Timeout=30)
  # A setup that was interrupted may have left packages half configured.
  ${sudo[@]+"${sudo[@]}"} dpkg --configure -a >/dev/null 2>&1 </dev/null 9>&-
  step "reading package lists" "$log" "${apt[@]}" update
  if ! step "installing $list (once)" "$log" "${apt[@]}" install -y --no-install-recommends "$@"; then
    if grep -q -E 'Failed to fetch|Could not resolve|Could not connect|Temporary failure|Cannot initiate' "$log" "$logs"/apt*.log; then
      fail "$EXIT_APT_FAILED" "apt-get could not download $list: check the network or apt's proxy, then run this again (log: $log)"
    fi
    fail "$EXIT_APT_FAILED" "apt-get could not install $list: $(grep -m 1 '^E:' "$log") (log: $log)"
  fi
}

ensure_native() {
  local packages=() package
  if [ -n "${LIBTORCH:-}" ] && ! { [ -d "$LIBTORCH/include" ] && [ -f "$LIBTORCH/lib/libtorch_cpu.so" ]; }; then
    fail "$EXIT_USAGE" "LIBTORCH=$LIBTORCH holds no include/ and lib/libtorch_cpu.so: give it the folder of an unpacked libtorch, 1.13 or later, or unset it"
  fi
  while read -r package; do packages+=("$package"); done < <(missing_packages)
  if [ ${#packages[@]} -eq 1 ] && [ "${packages[0]}" = libopenblas0-pthread ]; then
    (install_packages "${packages[@]}") || say "going on without OpenBLAS: matrix products will be slow"
  elif [ ${#packages[@]} -gt 0 ]; then
    install_packages "${packages[@]}"
  fi
  is_native_current || build_native
}

native_key() { printf 'libtorch=%s abi=%s\n' "${LIBTORCH:-}" "${LIBTORCH_CXX11_ABI:-}"; }

is_native_current() {
  local stamp=$state/native.stamp
  [ -f "$native" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(native_key)" ] &&
    [ -z "$(find "$root/compat/TorchSharp.Native" \( -newer "$stamp" -o -cnewer "$stamp" \) -print | head -n 1)" ]
}

build_native() {
  local build=$artifacts/native-build log=$logs/native.log stamp=$state/native.stamp
  # What cmake found last time may not hold for another libtorch.
  [ "$(cat "$stamp" 2>/dev/null)" = "$(native_key)" ] || rm -rf "$build"
  rm -f "$stamp"
  native_key >"$stamp.new"
  step "building native code (one to three minutes, once)" "$log" compile_native "$build" ||
    fail "$EXIT_NATIVE_BUILD" "native code does not build: $(first_error "$log") (log: $log)"
  mv "$stamp.new" "$stamp"
}

compile_native() { # build folder
  cmake -S "$root/compat/TorchSharp.Native" -B "$1" -DCMAKE_BUILD_TYPE=Release -DLIBTORCH="${LIBTORCH:-}" \
    -DCMAKE_INSTALL_PREFIX="$artifacts/native.new" &&
    cmake --build "$1" --parallel "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)" &&
    rm -rf "$artifacts/native.new" &&
    cmake --install "$1" &&
    mkdir -p "$(dirname "$native")" &&
    mv -f "$artifacts/native.new/$(basename "$native")" "$native" # a rename: programs that run keep the old file
}
