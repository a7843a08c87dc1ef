import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router';
import JobShow from './job/JobShow.vue';
import TodayShow from './job/TodayShow.vue';
import { usePreferences } from './use/preferences';

declare module 'vue-router' {
  interface RouteMeta {
    /** What stands left of the page on a tablet. */
    side?: 'list' | 'job';
    /** The tab the page belongs to. */
    tab?: 'today' | 'schedule' | 'outbox' | 'me';
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'today', component: TodayShow, meta: { side: 'list', tab: 'today' } },
  { path: '/schedule', name: 'schedule', component: () => import('./job/ScheduleShow.vue'), meta: { side: 'list', tab: 'schedule' } },
  { path: '/outbox', name: 'outbox', component: () => import('./outbox/OutboxShow.vue'), meta: { side: 'list', tab: 'outbox' } },
  { path: '/me', name: 'me', component: () => import('./me/MeShow.vue'), meta: { side: 'list', tab: 'me' } },
  { path: '/van', name: 'van', component: () => import('./van/VanShow.vue'), meta: { side: 'list' } },
  { path: '/badge', name: 'badge', component: () => import('./me/BadgeShow.vue'), meta: { side: 'list' } },
  { path: '/me/rules', name: 'rules', component: () => import('./me/RuleList.vue'), meta: { side: 'list' } },
  { path: '/me/handover', name: 'handover', component: () => import('./me/HandOver.vue'), meta: { side: 'list' } },
  { path: '/me/storage', name: 'storage', component: () => import('./me/StorageShow.vue'), meta: { side: 'list' } },
  { path: '/me/reminders', name: 'reminders', component: () => import('./me/ReminderList.vue'), meta: { side: 'list' } },
  { path: '/me/lock', name: 'lock', component: () => import('./me/PinEdit.vue'), meta: { side: 'list' } },
  { path: '/me/diagnostics', name: 'diagnostics', component: () => import('./me/DiagnosticsShow.vue'), meta: { side: 'list' } },
  { path: '/me/licences', name: 'licences', component: () => import('./me/LicenceList.vue'), meta: { side: 'list' } },
  { path: '/enrol', name: 'enrol', component: () => import('./enrol/EnrolShow.vue') },
  { path: '/questions', name: 'to-settle', component: () => import('./question/SettleList.vue'), meta: { side: 'list' } },
  { path: '/request', name: 'request', component: () => import('./request/RequestEdit.vue'), meta: { side: 'list' } },
  { path: '/job/:job/questions', name: 'questions', component: () => import('./question/QuestionsShow.vue'), props: true, meta: { side: 'list' } },
  { path: '/job/:job', name: 'job', component: JobShow, props: true, meta: { side: 'list' } },
  { path: '/job/:job/stage/:stage', name: 'stage', component: () => import('./stage/StageShow.vue'), props: true, meta: { side: 'job' } },
  { path: '/job/:job/ways', name: 'ways', component: () => import('./way/WaysShow.vue'), props: true, meta: { side: 'job' } },
  { path: '/job/:job/quote/edit', name: 'quote-edit', component: () => import('./quote/QuoteEdit.vue'), props: true, meta: { side: 'job' } },
  { path: '/job/:job/quote', name: 'quote', component: () => import('./quote/QuoteShow.vue'), props: true },
  { path: '/job/:job/pay/:method', name: 'pay', component: () => import('./quote/PayShow.vue'), props: true },
  { path: '/job/:job/ink/:item', name: 'ink', component: () => import('./ink/InkSign.vue'), props: true },
  { path: '/job/:job/camera/:item', name: 'camera', component: () => import('./photo/CameraShow.vue'), props: true },
  { path: '/job/:job/camera/:item/:digest', name: 'shot', component: () => import('./photo/ShotEdit.vue'), props: true },
  { path: '/job/:job/sheet', name: 'sheet', component: () => import('./sheet/SheetShow.vue'), props: true, meta: { side: 'job' } },
  { path: '/:rest(.*)*', redirect: '/' },
];

export const router = createRouter({ history: createWebHashHistory(), routes });

/** Screens the customer holds; leaving them gives the technician's language back. */
export const CUSTOMER = ['quote', 'pay', 'ink', 'badge'];
router.afterEach((to) => {
  if (!CUSTOMER.includes(String(to.name))) usePreferences().takeBack();
});
