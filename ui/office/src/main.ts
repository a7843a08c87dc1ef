import { createApp } from 'vue'
import App from './App.vue'
import { i18n } from './i18n'
import { ElMessage } from './kit'
import { router } from './router'
import './theme.css'

const app = createApp(App).use(i18n).use(router)
// Built for production, Vue tells nobody else of what fails in a component.
app.config.errorHandler = (error) => {
  console.error(error)
  ElMessage.error(i18n.global.t('shell.failed'))
}
app.mount('#app')
