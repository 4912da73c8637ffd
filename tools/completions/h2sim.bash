# Completion of h2sim for bash. What may come next is asked of the h2sim that is being typed.

_h2sim() {
    local program=${COMP_WORDS[0]/#\~/$HOME} current=${COMP_WORDS[COMP_CWORD]} kind='' word
    # A name may come from anybody's file; the shell must not take it for more than a word.
    local plain='^[]A-Za-z0-9./=_,:{}["-]*$'
    COMPREPLY=()
    while IFS= read -r word; do
        if [[ -z $kind ]]; then
            kind=$word
            continue
        fi
        word=${word%%$'\t'*}
        # bash tears words at '=': only what is behind the last one is the word that is typed.
        [[ $current == = || ${COMP_WORDS[COMP_CWORD - 1]} == = ]] && word=${word##*=}
        [[ $word != *= ]] || compopt -o nospace 2>/dev/null
        [[ $word =~ $plain ]] && COMPREPLY+=("$word")
    done < <("$program" complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null)
    case $kind in
        files | folders)
            [[ $current != = ]] || current=''
            compopt -o filenames 2>/dev/null
            while IFS= read -r word; do
                COMPREPLY+=("$word")
            done < <(if [[ $kind == files ]]; then compgen -f -- "$current"; else
                compgen -d -- "$current"; fi)
            ;;
    esac
}

complete -F _h2sim h2sim
