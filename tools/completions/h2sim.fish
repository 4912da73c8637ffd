# Completion of h2sim for fish. What may come next is asked of h2sim itself.

function __h2sim_candidates
    set -l words (commandline -opc)[2..] (commandline -ct)
    set -l lines (h2sim complete $words 2>/dev/null)
    switch "$lines[1]"
        case files
            __fish_complete_path (commandline -ct)
        case folders
            __fish_complete_directories (commandline -ct)
    end
    string join \n -- $lines[2..]
end

complete -c h2sim -f -a '(__h2sim_candidates)'
