#!/bin/sh
# The program that @vscode/test-electron starts in place of a desktop VS Code.
here=$(dirname "$(readlink -f "$0")")
cd "$here/../.." || exit 1
exec node --import tsx "$here/launcher.ts" "$@"
