import { INITIAL, readValue, type Settings } from '../../src/playground/settings.js';

type Field = HTMLInputElement | HTMLSelectElement;

/** The fields of the playground, and what they hold. */
export interface Controls {
  read(): Settings;
  write(settings: Settings): void;
}

/**
 * Connects the fields of a part of the page.
 *
 * @param onInput called for each change, and while a slider moves
 * @param onChange called when a change is complete
 */
export function connectControls(part: HTMLElement, onInput: () => void, onChange: () => void): Controls {
  const fields = [...part.querySelectorAll<Field>('input, select')].filter(({ name }) => Object.hasOwn(INITIAL, name));
  const showValues = (): void => {
    for (const field of fields) {
      const output = part.querySelector<HTMLOutputElement>(`output[for="${field.id}"]`);
      if (output) output.textContent = field.value;
    }
  };
  for (const field of fields) {
    field.addEventListener('input', () => {
      showValues();
      onInput();
    });
    field.addEventListener('change', onChange);
    field.form?.addEventListener('submit', (event) => event.preventDefault());
  }
  return {
    read() {
      const values = fields.map(({ name, value }) => [name, readValue(name, value)]);
      return { ...INITIAL, ...Object.fromEntries(values) } as Settings;
    },
    write(settings) {
      for (const field of fields) field.value = String(settings[field.name as keyof Settings]);
      showValues();
    },
  };
}
