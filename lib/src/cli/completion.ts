import { parseArgs } from 'node:util';
import { type Commands, UsageError } from './command.js';
import { optionsOf } from './optionsOf.js';

export const usage: string = `Usage: initlab completion SHELL

Prints a script that completes commands, options and files. SHELL is bash, zsh or fish. To use it in
every new shell, add one line to its start file:
  bash, in ~/.bashrc                   eval "$(npx initlab completion bash)"
  zsh, in ~/.zshrc                     eval "$(npx initlab completion zsh)"
  fish, in ~/.config/fish/config.fish  npx initlab completion fish | source

Exit code: 0, or 2 for a usage error.`;

interface Completed {
  name: string;
  summary: string;
  options: string[];
}

const SCRIPTS: Record<string, (completed: readonly Completed[]) => string> = {
  bash,
  zsh: (completed) =>
    `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(completed)}`,
  fish,
};

export async function run(args: string[], commands: Commands): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [shell = '', ...more] = positionals;
  if (more.length > 0 || !Object.hasOwn(SCRIPTS, shell))
    throw new UsageError(`Name one shell: ${Object.keys(SCRIPTS).join(', ')}.\nSee: initlab completion --help`);
  const completed = Object.entries(commands).map(async ([name, { summary, load }]): Promise<Completed> => {
    const command = await load();
    return { name, summary, options: [...optionsOf(command.usage), 'help'] };
  });
  console.log(SCRIPTS[shell](await Promise.all(completed)));
  return 0;
}

function bash(completed: readonly Completed[]): string {
  const names = completed.map(({ name }) => name).join(' ');
  const cases = completed.map(
    ({ name, options }) => `    ${name}) words="${options.map((option) => `--${option}`).join(' ')}" ;;`,
  );
  return `_initlab() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=""
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
  elif [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _initlab initlab`;
}

function fish(completed: readonly Completed[]): string {
  return completed
    .flatMap(({ name, summary, options }) => [
      `complete -c initlab -f -n __fish_use_subcommand -a ${name} -d '${summary.replaceAll("'", "\\'")}'`,
      ...options.map((option) => `complete -c initlab -n '__fish_seen_subcommand_from ${name}' -l ${option}`),
    ])
    .join('\n');
}
