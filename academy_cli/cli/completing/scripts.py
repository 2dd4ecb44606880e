"""What each shell runs to complete a line: a few words that ask academy.

Knows how bash, zsh and fish hand over a line and take the answer; refuses to know any command.
"""

from __future__ import annotations

from collections.abc import Mapping

BASH = """\
_academy() {
    local line=${COMP_LINE:0:COMP_POINT} breaks= lead= one word
    word=${line##*[[:space:]]}
    # bash ends a word at these, unless it was told otherwise: what stands before the last one stays.
    for one in = : @; do [[ $COMP_WORDBREAKS == *"$one"* ]] && breaks+=$one; done
    [[ -n $breaks ]] && lead=${word%"${word##*[$breaks]}"}
    lead=${lead%@} # which readline leaves at the beginning of what is completed
    COMPREPLY=()
    while IFS= read -r one; do
        COMPREPLY+=("${one#"$lead"}")
    done < <("${COMP_WORDS[0]}" __complete bash "$line" 2>/dev/null)
}
complete -o bashdefault -o default -F _academy academy
"""
ZSH = """\
#compdef academy
_academy() {
    local -a values shown
    local line
    while IFS= read -r line; do
        values+=("${line%%$'\\t'*}")
        if [[ $line == *$'\\t'* ]]; then
            shown+=("${line%%$'\\t'*}  -- ${line#*$'\\t'}")
        else
            shown+=("$line")
        fi
    done < <("${words[1]}" __complete zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
    if (( $#values )); then
        compadd -l -d shown -a values
    else
        _files
    fi
}
if [ "$funcstack[1]" = "_academy" ]; then
    _academy "$@"
else
    compdef _academy academy
fi
"""
FISH = """\
function __academy_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l found ($words[1] __complete fish -- $words[2..-1] "$word" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path "$word"
    end
end
complete -c academy -f -a '(__academy_complete)'
"""
SCRIPTS: Mapping[str, str] = {"bash": BASH, "zsh": ZSH, "fish": FISH}
