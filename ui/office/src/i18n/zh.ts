// 中文。Short, spoken, verb first; 你 to the clerk.
export const zh = {
  shell: { product: '上门中台', hub: '上门中台', places: '栏目', jobs: '工单', settle: '需要处理', import: '导入', vans: '车载库存', people: '人员设备', settings: '设置', search: '工单号、姓名、电话、地址', signOut: '退出', back: '返回', stale: '连不上中台，显示的是刚才的内容', cancel: '取消', close: '关闭', failed: '页面出错了，请刷新后再试', comma: '、' },
  signIn: { lead: '给派工和受理人员用。', name: '账号', password: '密码', oneTime: '一次性密码', newPassword: '新密码', newHint: '这是一次性密码。请设一个以后用的密码，至少 10 个字符。', enter: '登录' },
  list: { title: '工单', new: '新工单', import: '导入表格', filter: '按状态筛选', all: '全部', waiting: '待派工', planned: '已派', under_way: '进行中', finished: '已离场', archived: '归档', elsewhere: '其他', cancelled: '取消', job: '工单号', customer: '客户', address: '地址', matter: '服务与故障', when: '约定时间', crew: '技术员', state: '状态', updated: '最后变动', urgent: '紧急', questions: '两边写得不一样', nobody: '未派', none: '没有工单。', noneFound: '没有找到符合的工单，换个词或换个状态试试。', total: '共 {n} 张', found: '“{text}”的结果', clear: '清除搜索' },
  new: { title: '新工单', pack: '服务', name: '客户姓名', phone: '电话', address: '地址', symptom: '故障或需求', product: '产品型号', serial: '序列号', installed: '安装日期', day: '上门日期', from: '从', to: '到', promised: '最晚完成', urgent: '紧急', note: '给技术员的话', external: '外部单号', charged: '涉及收费', crew: '派给', crewHint: '可以先不派', save: '建立工单', customer: '客户', matter: '服务内容', plan: '时间与派工', needed: '请填写{what}', packNeeded: '请选择服务', phoneWrong: '电话应有 5 至 20 位数字', timeNeeded: '选了日期，也请选时刻', timeOrder: '结束要晚于开始', made: '已建立 {job}' },
  job: {
    customer: '客户', name: '姓名', phone: '电话', address: '地址', when: '约定', noTime: '还没约', promised: '最晚完成', product: '产品与保修', model: '产品', serial: '序列号', installed: '安装', symptom: '故障', entitlement: '费用', external: '外部单号', pack: '服务规范', created: '建单',
    heard: '{at} 收到现场内容', notHeard: '现场还没回传', urgent: '紧急', overdue: '超过承诺时间', asideCount: '{n} 处改动被搁置，内容都留着', crossing: '已取消，但上门已经发生', visit: '第 {n} 次上门',
    call: '已拨打', sms: '短信', evidence: '现场证据', all: '全部', photosOnly: '只看照片', exceptionsOnly: '只看例外', noEvidence: '现场还没回传。技术员的手机联网后，这里会自动出现。', received: '收到 {at}', unverified: '手机时间未核对', exception: '例外', inRange: '合格', outOfRange: '超出', after: '复测', photoComing: '照片还在手机上', notShown: '不能预览的文件', moved: '状态：{state}', quoted: '报价第 {n} 版', consented: '客户同意', refused: '客户不同意', inked: '手写签名', inkOf: '{name}的笔迹', inkComing: '笔迹还在手机上', spoken: '口头', sealed: '单据已封存', rated: '客户评分',
    not_done: '未做', not_applicable: '不适用', limit: '要求 {limit}',
    quote: '报价与费用', noQuote: '还没有报价。', agreed: '已同意', minutes: '约 {n} 分钟', cover: { free: '免费', contract: '合同', paid: '有偿' }, payment: { none_due: '无需付款', paid_on_site: '现场已付', invoice_due: '待开票', paid_later: '之后付款' },
    standard: '服务规范', due: '{done} / {due}', noStandard: '中台没有这个版本的服务规范。', crew: '派给', nobody: '还没派人', assign: '派人', change: '改派', assignTitle: '派给谁', assignHint: '排第一的负责。技术员的手机下次同步时收到或撤回这张工单。', assigned: '已派', unassigned: '已撤回',
    notes: '留言', noNotes: '还没有留言。', note: '给现场留言', send: '发送', noteHint: '技术员的手机下次同步时看到。', office: '公司', edit: '修改', editTitle: '修改工单', save: '保存', saved: '已保存', papers: '单据', noPapers: '还没有单据。', open: '打开', coming: '还没上传', gotAt: '{at} 收讫', noReceipt: '与封存不符，未收讫', revoked: '设备证书已吊销，未收讫', pages: '{n} 页', cancelHint: '工单取消后，技术员下次同步时看到。已经发生的上门记录都留着。', flags: '情况', photo: '照片', previous: '上一张', next: '下一张', stage: { now: '进行中', done: '已完成', todo: '未开始', confirmed: '整组确认 {n} 项，最快 {s} 秒', hasty: '确认得很快：{stages}。', one: '{stage} {n} 项 {s} 秒' },
  },
  order: { title: '下一步', none: '眼下没有要公司做的，等现场。', asks: '须登记：{what}', asksReason: '须写明原因', waits: '还缺：{what}', plans: '将安排第 {n} 次上门。', window: '答应客户的上门时间，还没约可以不填；技术员会再打电话确认。', reason: '原因（随工单保存）', more: '说明，可不填', history: '公司记录', withdrawHint: '要撤回已派的人，请用“撤回派工”，写明原因。' },
  clock: { title: '时限', due: '{at} 前', over: '超过 {by}', running: '还有 {left}', ahead: '{at} 起', late: '{at} 完成，晚 {by}', soon: '{at} 离开，早 {by}', kept: '{at} 完成', waited: '已等够', days: '{d} 天 {h} 小时', hours: '{h} 小时 {m} 分', minutes: '{m} 分钟', stand: { over: '超时', running: '计时中', ahead: '未开始', late: '晚了', kept: '按时' } },
  phases: ['出发前', '进门', '定方案', '施工', '收尾'],
  request: { title: '现场报来的工单', lead: '技术员在现场接到的需求，还不是正式工单。选好服务类型再采纳；地址、电话有缺的，先点“修改”补上。', adopt: '采纳为工单', decline: '不采纳，取消' },
  settle: {
    title: '需要处理', lead: '写得不一样的、现场提议更正的、签字后才到的、被搁置的，都在这里。什么都没有丢，一次点一下就定。', none: '都处理完了。', unknown: '这里没有这张工单', count: '{n} 张工单要处理', history: '处理记录',
    differs: '两边写得不一样', differsLead: '断网时各写各的。两个都留着，选哪个算数。', after_signing: '签字后才到', after_signingLead: '已签的那份没有动。这条是签字之后才到公司的。', correction: '现场提议更正', correctionLead: '技术员在现场看到的和任务单不一样。',
    proposed: '按规范先选它', signed: '签字时', choose: '定为 {value}', asSigned: '改回签字时的 {value}', beside: '留作补记', amend: '确实变了，请技术员出补充单，让客户再签一次。', appointmentRule: '规范：谁后联系上客户，以谁的为准。', empty: '（空）', reason: '说明，可不填', adopt: '采纳', decline: '不采纳',
    aside: '搁置', held: '等前面的', take: '采纳', takeHint: '采纳后记在工单里，写明原来是谁写的。', export: '导出', adopted: '{by} {at} 采纳', unreadable: '内容读不出来，共 {n} 字节，原样留着。',
    notCounted: '不算数', lift: '让它算数', lifted: '{by} 让它算数',
  },
  import: {
    title: '导入工单与客户', lead: '选一个 CSV 或 XLSX 表格，第一行是列名，每行一张工单。必须有客户姓名、电话、地址三列；最多 10 MB、5,000 行。', choose: '选择文件', again: '换一个文件', pack: '表里没写服务类型时，用', look: '正在读…', file: '文件', encoding: '编码 {encoding}', sheet: '工作表“{sheet}”', others: '没有读的工作表：{sheets}', columns: '列', ignored: '不导入', good: '可导入 {n} 行', wrong: '有错 {n} 行', double: '重复 {n} 行', line: '行', verdict: '结果', show: '显示', all: '全部', rowGood: '可导入', rowWrong: '有错', rowDouble: '重复', sameLine: '与第 {n} 行重复', sameJob: '已有工单 {job}', take: '导入 {n} 张工单', noGood: '没有可导入的行', leaves: '有错和重复的行不会导入。', done: '已导入 {n} 张工单', doneAgain: '这次导入之前已经完成，没有重复导入。', doneRest: '未导入：有错 {wrong} 行，重复 {double} 行。', toJobs: '看工单', tooLarge: '文件超过 10 MB，请拆成几份，或去掉图片和用不到的列。', drop: '也可以把文件拖到这里',
    keys: { 'customer.name': '客户姓名', 'customer.phone': '电话', 'customer.address': '地址', pack: '服务类型', 'symptom.words': '故障', 'product.model': '产品', 'product.serial': '序列号', 'product.installed': '安装日期', 'appointment.from': '预约开始', 'appointment.to': '预约结束', 'job.promised_by': '最晚完成', 'job.priority': '优先级', 'job.note': '备注', 'job.external': '外部单号' } as Record<string, string>,
  },
  vans: {
    title: '车载库存', lead: '每位技术员车上有什么。现场装上的件自动从车上减去。', notOpen: '还没发过料', kinds: '{n} 种', askedN: '要料 {n}', belowN: '多用 {n} 种', oldN: '旧件 {n}', arrivingN: '待点收 {n}',
    of: '{name}的车', issue: '发料', open: '第一次发料后，技术员的手机就能看到车载库存，也能向仓库要件。', asked: '要的件', give: '发给他', decline: '给不了', old: '待交回的旧件', serial: '编号 {serial}', recover: '收到旧件', stock: '车上', search: '名称、规格、编码', wholeCatalogue: '看全部目录', heldOnly: '只看车上有的', nothing: '没有。', part: '备件', code: '编码', held: '数量', acts: '操作', count: '盘点', below: '多用了', history: '经过', byOffice: '公司',
    kind: { issue: '发料', fit: '装上', return: '交回', count: '盘点为', ask: '要', decline: '给不了', receive: '点收', recover: '旧件收回' },
    title_issue: '发料', title_decline: '给不了', title_count: '盘点', title_recover: '收到旧件', quantity: '数量', counted: '车上实际有', note: '说明（可不填）', why: '原因，技术员会看到', disposal: '处置：返厂、报废、留存（可不填）', do_issue: '发料', do_decline: '告诉他', do_count: '记下', do_recover: '收下', kept: '已记下，手机下次同步时看到',
  },
  people: {
    handOver: '导入移交文件', handOverLead: '手机快坏或连不上时，技术员可以在“我的”里生成移交文件（doorstep-handover-*.age）交给公司。导入两遍也不会重复，手机以后再同步也不会。', handOverChoose: '选择文件', handOverFrom: '{name}，{at} 生成', handOverPart: '第 {n} 份，共 {of} 份', handOverDone: '收下 {changes} 处改动、{files} 个文件', handOverKnown: '另有 {n} 个文件公司早有了', handOverRest: '{held} 处在等前面的改动，{aside} 处被搁置，都留着',
    title: '人员设备', add: '加人', person: '编号', name: '姓名', badge: '工号', personHint: '小写字母、数字、- 或 _，例如 p-0421', devices: '设备', none: '还没有人员。先加一位技术员，再给手机出二维码。', noDevice: '还没有设备', enrol: '注册手机', save: '保存', saved: '已保存', edit: '修改', editTitle: '修改人员', addTitle: '加一位技术员',
    active: '在用', retired: '已停用', lost: '已报失', seen: '最后联系 {at}', enrolled: '{at} 注册', leftClean: '{at} 已清空，内容全部交回', leftBehind: '{at} 已清空，{changes} 处改动和 {blobs} 个文件没有交回', retireWaits: '等它交回内容并清空', lostWaits: '等它联网后清空', outdated: '应用旧了，请更新', retire: '停用', reportLost: '报失',
    enrolTitle: '给{name}注册手机', enrolLead: '用手机上的“上门”扫这个码，15 分钟内有效，只能用一次。', link: '也可以复制链接', copy: '复制', copied: '已复制', copyFailed: '复制不了，请手工选中链接', expires: '{at} 前有效', expired: '已过期，请再出一个', fresh: '再出一个', waiting: '等手机扫码…', joined: '手机已注册',
    retireTitle: '停用这台手机', retireWords: '停用后，这台手机不再收到工单。它下次联网时先把没发的内容全部交回，然后自己清空。', lostTitle: '报失这台手机', lostWords: '报失后，这台手机再也看不到任何工单，一联网就立即清空；没交回的内容会丢失，这里会写明有多少。它一直不联网就清不了，请同时联系运营商锁卡。', noReturn: '不能撤销；要再用这台手机，得重新扫码注册。', doRetire: '停用', doLost: '报失', need: '请填写{what}', personWrong: '1 至 32 个小写字母、数字、- 或 _',
  },
  settings: {
    title: '设置', lead: '新建的工单用最新的设置；已经在办的工单保持开始时的版本。手机下次同步时收到。', version: '版本 {version}', own: '本公司', ownHint: '本公司改过', product: '产品默认', people: '人来把握', peopleHint: '程序还不照它办事，由公司的人按它执行', productHint: '规范没有给出数值，这是产品的默认值', source: '规范来源', sourceHint: '数值出自规范来源',
    default: '默认 {value}', perPack: '{pack}默认 {value}', business: '商用场所默认“{value}”', back: '恢复默认', from: '从', to: '到', range: '范围 {range}', atLeast: '至少 {n}', atMost: '至多 {n}', none: '无', yes: '是', no: '否', empty: '（空）', rows: '{n} 条', days: { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' },
    add: '加一条', remove: '去掉', zh: '中文', en: '英文', addDates: '选日期', unsaved: '{n} 项还没保存', clean: '没有改动', wrongCount: '{n} 项不对', save: '保存', discard: '放弃改动', saved: '已保存，版本 {version}', leave: '有 {n} 项改动还没保存，要离开吗？', unknown: '这些值不是本程序的设置，原样保留：{keys}',
    history: '历次修改', changed: '改了：{what}', first: '建立时', more: '更早的不再列出。', elsewhere: '不在这里设', rules: '依据', changedMeanwhile: '已读入最新的设置；你改的还在，请再保存一次。',
    plan: { code: '方案编号', months: '整机期限（月）', since: '只限此日起售出', parts: '部件期限', class: '部件类别', partMonths: '月', excludes: '不保', human_damage: '人为损坏', natural_disaster: '不可抗力灾害', add: '加一个方案', addPart: '加一类部件', none: '还没有保修方案。' },
  },
  standard: {
    newer: '规范有新版 {version}', counts: { added: '新增 {n} 项', required: '新要求 {n} 项', changed: '变更 {n} 项', removed: '去掉 {n} 项' }, same: '检查项没有变化', look: '看看变了什么', title: '{name}：{from} → {to}', lead: '换到新版后，已填的内容全部保留；新增和新要求的项，技术员的手机下次同步后要补上。', how: { added: '新增', required: '新要求', changed: '变更', removed: '去掉' }, needed: '必做', answered: '已填', move: '换到 {version}', moved: '已换到 {version}', before: '规范由 {from} 换到 {to}，{by} {at}', unknown: '中台没有工单现用的这一版，说不出差别。', parts: '变的是：{what}',
  },
}
