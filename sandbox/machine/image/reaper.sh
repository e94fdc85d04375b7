#!/bin/sh
# reaper.sh <folder>: waits until its input ends, which is when the sandbox is gone without an orderly stop, and then
# ends everything that runs on a machine below the folder. Twice, for what was born meanwhile.
folder=$1
cat > /dev/null
for _ in 1 2; do
  for process in /proc/[0-9]*; do
    case $(readlink "$process/cwd" 2> /dev/null) in
      "$folder"/*) kill -9 "${process#/proc/}" 2> /dev/null ;;
      *)
        if grep -qzF "NSELF_ROOT=$folder/" "$process/environ" 2> /dev/null; then
          kill -9 "${process#/proc/}" 2> /dev/null
        fi
        ;;
    esac
  done
done
