#!/bin/bash
# Installs what is missing, builds, and opens the workbench on the demo project. Without a display it runs the whole
# loop on the command line instead (musicrl demo). May be run again at any time; it is then quick.
#
#   packaging/run.sh [options for the program it starts]

# shellcheck source=packaging/prepare.sh
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

installPackages
buildEverything

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    say "Opening the workbench"
    exec "$build/bin/musicrl-workbench" "$@"
fi

out=$root/build/demo/$(date +%Y%m%d-%H%M%S)
say "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the demo runs here: musicrl demo --out $out"
"$build/bin/musicrl" demo --out "$out" "$@" || exit $?
say "Clips, table and curves are in $out"
