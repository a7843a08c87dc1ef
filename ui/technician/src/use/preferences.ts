import { shallowReadonly, ref } from 'vue';
import { current, setLanguage, type Language } from '../i18n';

export const THEMES = ['light', 'dark', 'outdoor'] as const;
export type Theme = (typeof THEMES)[number];
/** How big words are, in per cent. */
export const SIZES = [100, 125, 150, 200] as const;
export type Size = (typeof SIZES)[number];

/** Whether photos bear the place they were taken at: nobody's is noted unless they want it. */
const place = ref(localStorage.getItem('doorstep.place') === 'on');

const stored = localStorage.getItem('doorstep.theme');
const theme = ref<Theme>(THEMES.find((known) => known === stored) ?? 'light');
const language = ref<Language>(current());
const kept = Number(localStorage.getItem('doorstep.text'));
const size = ref<Size>(SIZES.find((known) => known === kept) ?? 100);

function dress(): void {
  const root = document.documentElement;
  root.dataset.theme = theme.value;
  // The style sheets ask whether words are bigger than they were drawn, and whether two of them still stand side by side.
  if (size.value > 100) root.dataset.text = String(size.value);
  else delete root.dataset.text;
  root.toggleAttribute('data-stacked', size.value >= 150);
}
dress();

/** The technician's language while the customer reads in another. */
let own: Language | null = null;

/** Language, theme and text size of this device, and whether photos bear their place. */
export function usePreferences() {
  function wear(chosen: Theme): void {
    theme.value = chosen;
    localStorage.setItem('doorstep.theme', chosen);
    dress();
  }
  function resize(chosen: Size): void {
    size.value = chosen;
    localStorage.setItem('doorstep.text', String(chosen));
    dress();
  }
  function locate(on: boolean): void {
    place.value = on;
    localStorage.setItem('doorstep.place', on ? 'on' : 'off');
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
  return { theme: shallowReadonly(theme), language: shallowReadonly(language), size: shallowReadonly(size), place: shallowReadonly(place), locate, wear, resize, speak, lend, takeBack };
}
