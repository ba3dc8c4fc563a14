#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains under a real Slurm of one node, set up for this alone: docs/train.sbatch with two tasks, then the same run in one
# process, and a look at whether they tell the same. Needs Debian's slurm-wlm, and to be root, as slurmd does.
#
#     tests/bench/slurm.sh MUSICRL [recipe options, such as --steps 2 --batch-clips 4 --seconds 2]
set -euo pipefail
musicrl=$(realpath "$1")
shift
here=$(dirname "$(realpath "$0")")
folder=$(mktemp -d)
export SLURM_CONF=$folder/slurm.conf MUSICRL=$musicrl OMP_NUM_THREADS=1
port=$((20000 + RANDOM % 10000))
mkdir "$folder/state" "$folder/spool"
cat > "$SLURM_CONF" <<CONF
ClusterName=one
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/none
CredType=cred/none
SlurmctldPort=$port
SlurmdPort=$((port + 1))
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=one Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF

end() {
    for daemon in slurmd slurmctld; do
        if [ -f "$folder/$daemon.pid" ]; then kill "$(cat "$folder/$daemon.pid")" || true; fi
    done
}
trap end EXIT
slurmctld -c
slurmd
for _ in $(seq 30); do
    if [ "$(sinfo --noheader --format=%t)" = idle ]; then break; fi
    sleep 1
done

cd "$folder"
sbatch --wait --ntasks=2 --output="$folder/job.log" "$here/../../docs/train.sbatch" "$folder/two" --recipe r "$@"
tail -n 5 "$folder/job.log"
"$musicrl" train --out "$folder/one" --recipe r "$@" > "$folder/one.log"
python3 - "$folder" <<'PYTHON'
import json, sys
rows = [[json.loads(line) for line in open(f"{sys.argv[1]}/{run}/metrics.jsonl")] for run in ("one", "two")]
assert len(rows[0]) == len(rows[1]) > 1, (len(rows[0]), len(rows[1]))
worst, where = 0.0, ""
for one, two in zip(*rows):
    for name, value in one.items():
        if name.startswith("time/") or not isinstance(value, (int, float)):
            continue
        off = abs(value - two[name]) / max(1.0, abs(value))
        if off > worst:
            worst, where = off, f"{name} of step {one['step']}: {value} and {two[name]}"
print(f"{len(rows[0])} rows of metrics, one process against two: largest difference {worst:.2e} ({where or 'none'})")
sys.exit(worst > 1e-3)
PYTHON
echo "Runs and logs: $folder"
