import { createApp } from 'vue'
import VerifyPaper from './VerifyPaper.vue'
import './page.css'

createApp(VerifyPaper).mount('#app')
