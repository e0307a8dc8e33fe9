/// What a shell is told so that it asks ghlua itself what fits.
///
/// `ghlua complete` prints `files` or `values` on its first line, and then an offer a line, its
/// explanation behind a tab.
enum CompletionScripts {
  static let shells = ["bash", "fish", "zsh"]

  static func script(for shell: String) -> String? {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    case "fish": fish
    default: nil
    }
  }

  /// Bash cuts words at characters of its own choice, `@` and `=` among them, so the line is handed
  /// over as a whole, and what bash has cut off is taken off the offers again; an `@` is not cut off.
  private static let bash = #"""
    # Completion of ghlua for bash: source <(ghlua completions bash)
    _ghlua() {
      local line kind word cut breaks= IFS=$'\n'
      local cur=${COMP_WORDS[COMP_CWORD]}
      COMPREPLY=()
      {
        read -r kind
        read -r word
        for cut in = : @; do [[ $COMP_WORDBREAKS == *$cut* ]] && breaks+=$cut; done
        cut=${word%"${word##*[$breaks]}"}
        cut=${cut%@}
        [[ -z $breaks || $cur == [\"\']* ]] && cut=
        while read -r line; do
          line=${line%%$'\t'*}
          line=${line#"$cut"}
          [[ $cur == [\"\']* ]] || printf -v line %q "$line"
          COMPREPLY+=("$line")
        done
      } < <("$1" complete --line "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
      if [[ $kind == files ]]; then
        [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o filenames 2>/dev/null
        while read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
      elif [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace 2>/dev/null
      fi
    }
    complete -F _ghlua ghlua

    """#

  private static let zsh = #"""
    #compdef ghlua
    # Completion of ghlua for zsh: as _ghlua in a folder of $fpath, or source <(ghlua completions zsh)
    _ghlua() {
      local kind word line
      local -a values labels
      {
        read -r kind
        read -r word
        while read -r line; do
          values+=("${line%%$'\t'*}")
          if [[ $line == *$'\t'* ]]; then
            labels+=("${line%%$'\t'*}  -- ${line#*$'\t'}")
          else
            labels+=("$line")
          fi
        done
      } < <("${words[1]}" complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
      if (( ${#values} )); then
        if [[ ${#values} -eq 1 && ${values[1]} == *= ]]; then
          compadd -S '' -a values
        else
          compadd -l -d labels -a values
        fi
      fi
      [[ $kind == files ]] && _files
      return 0
    }
    if [ "$funcstack[1]" = _ghlua ]; then _ghlua "$@"; else compdef _ghlua ghlua; fi

    """#

  private static let fish = #"""
    # Completion of ghlua for fish: ghlua completions fish > ~/.config/fish/completions/ghlua.fish
    function __ghlua_complete
      set -l words (commandline -opc)
      set -l current (commandline -ct | string unescape 2>/dev/null; or commandline -ct)
      set -l answer ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
      test (count $answer) -gt 2; and printf '%s\n' $answer[3..-1]
      test "$answer[1]" = files; and __fish_complete_path "$current"
    end
    complete -c ghlua -f -a '(__ghlua_complete)'

    """#
}
