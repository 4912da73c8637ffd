# Completion of h2sim for bash. What there is to complete is asked of the h2sim that is being typed:
# its --help for commands, options and their values, `h2sim list` for ids and names.

_h2sim_ask() {
    "$_h2sim_program" "$@" 2>/dev/null </dev/null
}

_h2sim_commands() {
    _h2sim_ask --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z-]*\).*/\1/p'
}

# _h2sim_options COMMAND: the option lines of its help, "-q,--quiet", "--json FILE|-".
_h2sim_options() {
    _h2sim_ask ${1:+"$1"} --help | sed -n '/^Options:/,/^$/s/^  \(-[^ ]*\( [^ ]*\)\{0,1\}\).*/\1/p'
}

# compgen -W expands what it is given, and names may come from anybody's files.
_h2sim_plain() {
    grep '^[A-Za-z0-9./=_ -]*$'
}

_h2sim_names() {
    _h2sim_ask list "$1" | sed 's/ .*//' | _h2sim_plain
}

# _h2sim_type COMMAND OPTION: "FILE|-", "bfs|dfs", "N"; empty for a flag.
_h2sim_type() {
    _h2sim_options "$1" | sed -n "s/^\(.*,\)\{0,1\}$2 \(.*\)/\2/p"
}

_h2sim_words() {
    local word
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(compgen -W "$1" -- "$2")
}

_h2sim_files() {
    local word
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(compgen "${2:--f}" -- "$1")
}

# _h2sim_value COMMAND OPTION WORD: what may follow the option; fails if nothing does.
_h2sim_value() {
    local type
    case $2 in
        --property) _h2sim_words "$(_h2sim_names properties)" "$3"; return ;;
        --profile) _h2sim_words "$(_h2sim_names profiles)" "$3"; return ;;
        --filter) _h2sim_words "$(_h2sim_names scenarios)" "$3"; return ;;
    esac
    type=$(_h2sim_type "$1" "$2")
    case $type in
        '' | *[[:space:]]*) return 1 ;;
        FILE*) _h2sim_files "$3" ;;
        DIR) _h2sim_files "$3" -d ;;
        [a-z]*'|'*) _h2sim_words "${type//|/ }" "$3" ;;
        [A-Z]*) ;;
        *) return 1 ;;
    esac
}

_h2sim() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local _h2sim_program=${COMP_WORDS[0]/#\~/$HOME} command='' i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case ${COMP_WORDS[i]} in
            --color | --scenarios) ((++i)); [[ ${COMP_WORDS[i]} != = ]] || ((++i)) ;;
            -*) ;;
            *) command=${COMP_WORDS[i]}; break ;;
        esac
    done
    # bash takes "--color=al" for three words.
    if [[ $current == = ]]; then
        _h2sim_value "$command" "$previous" ''
        return
    fi
    if [[ $previous == = ]]; then
        _h2sim_value "$command" "${COMP_WORDS[COMP_CWORD - 2]}" "$current"
        return
    fi
    if [[ $previous == --* ]] && _h2sim_value "$command" "$previous" "$current"; then
        return
    fi
    if [[ $current == -* ]]; then
        _h2sim_words "$(_h2sim_options "$command" | sed 's/ .*//' | tr , '\n')" "$current"
        return
    fi
    case $command in
        '') _h2sim_words "$(_h2sim_commands)" "$current" ;;
        list) _h2sim_words 'profiles properties scenarios' "$current" ;;
        explore | compare)
            _h2sim_files "$current"
            _h2sim_words "$(_h2sim_names scenarios)" "$current"
            ;;
        explain) _h2sim_words "$(_h2sim_ask explain --list | _h2sim_plain)" "$current" ;;
        schema | new | rules | serve | get) ;;
        *) _h2sim_files "$current" ;;
    esac
}

complete -F _h2sim h2sim
