# Completion of h2sim for fish. What there is to complete is asked of h2sim itself.

function __h2sim_commands
    h2sim --help 2>/dev/null |
        sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z-]*\)  *\(.*\)/\1\t\2/p'
end

function __h2sim_command
    for word in (commandline -opc)[2..]
        if contains -- $word (h2sim --help 2>/dev/null |
            sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z-]*\).*/\1/p')
            echo $word
            return
        end
    end
    return 1
end

function __h2sim_options
    h2sim (__h2sim_command) --help 2>/dev/null |
        sed -n '/^Options:/,/^$/s/^  \(-[^ ]*\).*/\1/p' | tr , '\n'
end

function __h2sim_names
    h2sim list $argv[1] 2>/dev/null | sed 's/  */\t/'
end

function __h2sim_after
    set -l words (commandline -opc)
    contains -- $words[-1] $argv
end

function __h2sim_on
    contains -- (__h2sim_command; or echo none) $argv
end

complete -c h2sim -n 'not __h2sim_command >/dev/null' -f -a '(__h2sim_commands)'
complete -c h2sim -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__h2sim_options)'
complete -c h2sim -n '__h2sim_after --property' -f -a '(__h2sim_names properties)'
complete -c h2sim -n '__h2sim_after --profile' -f -a '(__h2sim_names profiles)'
complete -c h2sim -n '__h2sim_after --filter' -f -a '(__h2sim_names scenarios)'
complete -c h2sim -n '__h2sim_after --color' -f -a 'auto always never'
complete -c h2sim -n '__h2sim_on list' -f -a 'profiles properties scenarios'
complete -c h2sim -n '__h2sim_on explore compare' -a '(__h2sim_names scenarios)'
complete -c h2sim -n '__h2sim_on explain' -f -a '(h2sim explain --list 2>/dev/null)'
