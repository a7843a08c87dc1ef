import 'vant/es/button/style/index';
import 'vant/es/dialog/style/index';
import 'vant/es/nav-bar/style/index';
import 'vant/es/popup/style/index';
import 'vant/es/pull-refresh/style/index';
import 'vant/es/tabbar/style/index';
import 'vant/es/tabbar-item/style/index';
import 'vant/es/tag/style/index';
import './theme/base.css';
import { createApp } from 'vue';
import App from './App.vue';
import { keepError } from './api/refused';
import { current, i18n, setLanguage } from './i18n';
import { router } from './router';
import { tell } from './use/tell';
import { guardEchoes } from './use/echo';
import { hearLock, useLock } from './use/lock';
import { useMe } from './use/me';
import { hearReminders } from './use/reminders';
import { hearSync, wakeSync } from './use/sync';
import './use/preferences';

let told = 0;
/** Keeps the error and says one quiet sentence, not one for each of a burst. */
function broken(error: unknown): void {
  keepError(error);
  if (Date.now() - told < 6000) return;
  told = Date.now();
  tell({ zh: i18n.global.t('error.page', 1, { locale: 'zh' }), en: i18n.global.t('error.page', 1, { locale: 'en' }) });
}

window.__errors ??= [];
window.addEventListener('error', (event) => broken(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => broken(event.reason));
document.addEventListener('securitypolicyviolation', (event) => {
  keepError(`CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
});

async function start(): Promise<void> {
  setLanguage(current());
  hearSync();
  hearLock();
  hearReminders();
  wakeSync();
  guardEchoes();
  const app = createApp(App).use(i18n).use(router);
  app.config.errorHandler = broken;
  try {
    // A device that waits for its PIN says whose it is afterwards; only a device with keys has one, so it is enrolled.
    const lock = await useLock().look();
    if (!lock.shut && !(await useMe().load()).enrolled) await router.replace({ name: 'enrol' });
  } catch (error) {
    keepError(error);
    tell({ zh: i18n.global.t('error.unopened', 1, { locale: 'zh' }), en: i18n.global.t('error.unopened', 1, { locale: 'en' }) });
  }
  await router.isReady();
  app.mount('#app');
}
void start();
