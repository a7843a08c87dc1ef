declare module 'element-plus/es/components/*/style/css'
declare module 'element-plus/es/locale/lang/*' {
  const locale: import('element-plus/es/locale').Language
  export default locale
}
