import { shallowReadonly, ref } from 'vue';
import { current, setLanguage, type Language } from '../i18n';

export const THEMES = ['light', 'dark', 'outdoor'] as const;
export type Theme = (typeof THEMES)[number];

const stored = localStorage.getItem('doorstep.theme');
const theme = ref<Theme>(THEMES.find((known) => known === stored) ?? 'light');
const language = ref<Language>(current());

function dress(): void {
  document.documentElement.dataset.theme = theme.value;
}
dress();

/** The technician's language while the customer reads in another. */
let own: Language | null = null;

/** Language and theme of this device. */
export function usePreferences() {
  function wear(chosen: Theme): void {
    theme.value = chosen;
    localStorage.setItem('doorstep.theme', chosen);
    dress();
  }
  function speak(chosen: Language): void {
    language.value = chosen;
    setLanguage(chosen);
  }
  /** Speaks to the customer; the device keeps the technician's language. */
  function lend(chosen: Language): void {
    own ??= language.value;
    language.value = chosen;
    setLanguage(chosen, false);
  }
  function takeBack(): void {
    if (own !== null) speak(own);
    own = null;
  }
  return { theme: shallowReadonly(theme), language: shallowReadonly(language), wear, speak, lend, takeBack };
}
