/**
 * What the guardian runs, in POSIX sh, with builtins alone while all goes well. Standard input says what to end; its end, with no word before, is the
 * end of the host. Numbers of processes are used anew, so a process is known by its number and the time when it began.
 */
export const guardianScript = `
trap '' HUP INT QUIT TERM PIPE

began() {
  begun=
  if [ -r /proc/self/stat ]; then
    read -r stat <"/proc/$1/stat" && set -- \${stat##*) } && begun=\${20}
  else
    begun=$(ps -o lstart= -p "$1")
  fi
}

# Says that it looks, and looks at the children of the host's thread until there is one that was none of its before: the host starts it now.
see_birth() {
  echo looking
  children=/proc/$1/children before=" $* " looks=0 pid= started=
  while [ -r "$children" ] && [ $looks -lt 5000 ]; do
    looks=$((looks + 1))
    read -r born <"$children"
    for each in $born; do
      case $before in
        *" $each "*) ;;
        *) began "$each"; pid=$each started=$begun; return ;;
      esac
    done
  done
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

scope= pid= started= directory=
while read -r word rest; do
  case $word in
    directory) directory=$rest ;;
    start) scope=\${rest%% *}; see_birth \${rest#* } ;;
    *) scope=$word pid=$rest; began "$pid"; started=$begun ;;
  esac
done
began "$pid"
case $scope:$begun in
  # One that is being born may not lead its group yet.
  "group:$started") kill -s KILL "$pid"; kill -s KILL -- "-$pid" ;;
  # Its leader ended before it. While a group lives, nobody else gets its number.
  group:) kill -s KILL -- "-$pid" ;;
  "family:$started") [ -z "$started" ] || end_family "$pid" ;;
esac
[ -z "$directory" ] || rm -rf -- "$directory"
`;
