# Read by run.sh and test.sh: brings the machine and the build up to date.
#
# installPackages   what packaging/debian-packages.txt lists and this machine lacks
# buildEverything   configures and builds the release preset into build/release

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release

say() { printf '== %s\n' "$*" >&2; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

missingPackages() {
    local package
    grep -vE '^[[:space:]]*(#|$)' "$root/packaging/debian-packages.txt" | while read -r package; do
        dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i' || echo "$package"
    done
}

installPackages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is no Debian: taking for granted that what packaging/debian-packages.txt lists is there."
        return
    fi
    local missing
    mapfile -t missing < <(missingPackages)
    [ ${#missing[@]} -eq 0 ] && return
    local asRoot=(env DEBIAN_FRONTEND=noninteractive)
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "These packages are missing, and installing them takes root or sudo. As root, run:
    apt-get install ${missing[*]}"
        asRoot=(sudo "${asRoot[@]}")
    fi
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    "${asRoot[@]}" apt-get update || say "The package lists could not be brought up to date; going on with those that are there."
    "${asRoot[@]}" apt-get install --yes --no-install-recommends "${missing[@]}" ||
        fail "apt-get could not install: ${missing[*]}"
}

# LibTorch's headers take more than a gigabyte per compiler: as many at once as the memory holds.
jobsAtOnce() {
    local cores megabytes byMemory
    cores=$(nproc)
    megabytes=$(($(grep MemAvailable /proc/meminfo | grep -oE '[0-9]+') / 1024))
    byMemory=$((megabytes / 1500))
    local jobs=$((cores < byMemory ? cores : byMemory))
    echo $((jobs > 0 ? jobs : 1))
}

buildEverything() {
    cd "$root" || fail "The project's folder $root cannot be entered."
    if [ ! -f "$build/build.ninja" ]; then
        say "Configuring (preset release)"
        cmake --preset release || fail "CMake could not configure the build; see above."
    fi
    say "Building in $build"
    local started=$SECONDS
    cmake --build --preset release --parallel "$(jobsAtOnce)" || fail "The build failed; see above."
    say "Built in $((SECONDS - started)) s"
}
