/**
 * What the guardian runs, in POSIX sh, with builtins alone while all goes well. Standard input says what to end; its end, with no word before, is the
 * end of the host. Numbers of processes are used anew, so a process is known by its number and the time when it began.
 */
export const guardianScript = `
trap '' HUP INT QUIT TERM

began() {
  begun=
  if [ -r /proc/self/stat ]; then
    read -r stat <"/proc/$1/stat" && set -- \${stat##*) } && begun=\${20}
  else
    begun=$(ps -o lstart= -p "$1")
  fi
}

parents() {
  [ -r /proc/self/stat ] || exec ps -A -o pid=,ppid=
  for file in /proc/[0-9]*/stat; do
    read -r stat <"$file" && set -- \${stat##*) } && echo "\${stat%% *} $2"
  done
}

# Stopped first: what stands still starts nothing that would be missed.
end_family() {
  family=$1 more=1
  kill -s STOP "$1"
  while [ "$more" ]; do
    more=
    set -- $(parents)
    while [ $# -gt 1 ]; do
      case " $family " in
        *" $1 "*) ;;
        *" $2 "*) kill -s STOP "$1"; family="$family $1" more=1 ;;
      esac
      shift 2
    done
  done
  kill -s KILL $family
}

scope= directory=
while read -r word rest; do
  case $word in
    directory) directory=$rest ;;
    *) scope=$word pid=$rest; began "$pid"; started=$begun ;;
  esac
done
case $scope in
  # Its leader may have ended before it. While a group lives, nobody else gets its number.
  group) began "$pid"; [ -n "$begun" ] && [ "$begun" != "$started" ] || kill -s KILL -- "-$pid" ;;
  family) began "$pid"; [ -n "$begun" ] && [ "$begun" = "$started" ] && end_family "$pid" ;;
esac
[ -z "$directory" ] || rm -rf -- "$directory"
`;
