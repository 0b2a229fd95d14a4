#!/bin/bash
# Runs docs/scale.md's job array for real: a Slurm cluster of this one machine on loopback, two tasks that
# fetch half of a roster each from the sandbox API, and a job after them that builds the site.
# Needs root, as Slurm's daemons do; leaves nothing behind.
set -euo pipefail
kolsite=$(realpath "$1")
host=$(hostname -s)
work=$(mktemp -d)
chmod 755 "$work"
daemons=()

finish() {
  status=$?
  trap - EXIT
  for daemon in "${daemons[@]}"; do kill "$daemon" 2>/dev/null || true; done
  wait
  if [ "$status" -ne 0 ]; then
    tail -n 20 "$work"/*.log "$work"/project/*.out 2>/dev/null >&2 || true
    echo "slurm: failed" >&2
  fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

fail() {
  echo "slurm: $*" >&2
  exit 1
}

# Waits until a command succeeds.
await() { # $1: what for, then the command
  local what=$1
  shift
  for _ in $(seq 600); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.2
  done
  fail "no $what within two minutes"
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 20000)); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

# Munge, which the daemons know each other by.
dd if=/dev/urandom of="$work/munge.key" bs=1024 count=1 status=none
chmod 400 "$work/munge.key"
munged --foreground --force --num-threads=2 --socket="$work/munge.socket" --key-file="$work/munge.key" \
  --pid-file="$work/munged.pid" --seed-file="$work/munged.seed" --log-file="$work/munged.log" \
  >"$work/munged.out.log" 2>&1 &
daemons+=($!)
await "munge socket" test -S "$work/munge.socket"

# One node with two processors, whatever the machine has, so that both tasks run at once.
cat >"$work/slurm.conf" <<CONF
ClusterName=kolsite
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
mkdir "$work/state" "$work/spool"
slurmctld -D >"$work/slurmctld.out.log" 2>&1 &
daemons+=($!)
slurmd -D >"$work/slurmd.out.log" 2>&1 &
daemons+=($!)

# The API, with a log of every call.
mkdir "$work/project"
cd "$work/project"
"$kolsite" sandbox --port 0 --log "$work/calls.jsonl" 2>"$work/sandbox.log" &
daemons+=($!)
await "sandbox" grep -q 'answers at' "$work/sandbox.log"
url=$(sed -n 's/.*answers at \(http[^ ]*\) .*/\1/p' "$work/sandbox.log")

# The project: 60 KOLs.
kols=60
mkdir Content
cat >Content/site.yml <<YAML
api: {baseURL: "$url", endpoint: profile-v2, requestsPerSecond: 20, burst: 1, concurrency: 2}
YAML
{
  echo "kols:"
  for number in $(seq "$kols"); do printf '  - c0ffee%018x\n' $((0x1000 + number)); done
} >Content/roster.yml

# The jobs, as docs/scale.md has them.
cat >fetch.sbatch <<SH
#!/bin/sh
#SBATCH --job-name=kolsite-fetch
#SBATCH --array=1-2
#SBATCH --output=fetch-%a.out
"$kolsite" fetch
SH
cat >build.sbatch <<SH
#!/bin/sh
#SBATCH --job-name=kolsite-build
#SBATCH --output=build.out
"$kolsite" build --offline
SH

await "node" sh -c 'sinfo -h -t idle | grep -q .'
export KOLSITE_TOKEN=kolsite-sandbox
array=$(sbatch --parsable fetch.sbatch)
build=$(sbatch --parsable --dependency="afterok:$array" build.sbatch)
has_ended() { ! squeue -h -j "$1" -t PENDING,RUNNING,COMPLETING | grep -q .; }
await "end of the array" has_ended "$array"
await "end of the build" has_ended "$build"

# What came of it.
for task in 1 2; do
  grep -q "SLURM_ARRAY_TASK_ID makes this run shard $task/2" "fetch-$task.out" ||
    fail "task $task does not say that it was a shard"
  [ -s ".kolsite/run-s000${task}of0002.json" ] || fail "task $task left no report"
done
calls=$(wc -l <"$work/calls.jsonl")
ids=$(sed 's/.*"kolId":"\([^"]*\)".*/\1/' "$work/calls.jsonl" | sort -u | wc -l)
[ "$calls $ids" = "$kols $kols" ] || fail "$calls calls for $ids KOLs, where $kols for $kols were due"
grep -q "$kols of $kols KOLs fresh" build.out || fail "the site has not everyone's data"
pages=$(find public -path '*c0ffee*' -name 'index.html' | wc -l)
[ "$pages" -ge "$kols" ] || fail "$pages pages for $kols KOLs"
echo "slurm: two tasks of an array fetched $kols KOLs with $calls calls, and a third job built $pages pages"
