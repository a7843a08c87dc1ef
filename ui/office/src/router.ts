import { createRouter, createWebHashHistory } from 'vue-router'
import { useSession } from './session/useSession'

// The hub serves files by name and knows no pages, so the place stands behind the hash.
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/jobs' },
    { path: '/sign-in', name: 'sign-in', component: () => import('./session/SignIn.vue'), meta: { bare: true } },
    { path: '/jobs', name: 'jobs', component: () => import('./jobs/JobList.vue') },
    { path: '/jobs/new', name: 'job-new', component: () => import('./jobs/JobNew.vue') },
    { path: '/jobs/:job', name: 'job', component: () => import('./jobs/JobShow.vue'), props: true },
    { path: '/settle', name: 'settle', component: () => import('./settle/SettleList.vue') },
    { path: '/import', name: 'import', component: () => import('./imports/ImportPage.vue') },
    { path: '/people', name: 'people', component: () => import('./people/PeopleList.vue') },
    { path: '/vans', name: 'vans', component: () => import('./vans/VanList.vue') },
    { path: '/vans/:person', name: 'van', component: () => import('./vans/VanShow.vue'), props: true },
    { path: '/settings', name: 'settings', component: () => import('./settings/SettingsPage.vue') },
    { path: '/:rest(.*)*', redirect: '/jobs' },
  ],
})

const session = useSession()

router.beforeEach(async (to) => {
  if (to.meta.bare || (await session.load())) return true
  return { name: 'sign-in', query: { to: to.fullPath } }
})
