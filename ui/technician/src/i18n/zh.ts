export const zh = {
  comma: '、',
  app: { today: '今日', outbox: '发件箱', me: '我的', back: '返回', close: '关闭', cancel: '取消', save: '存好', retry: '再试一次', more: '更多' },
  truth: {
    saved: '已存 {at}', all_saved: '全部已存', waiting: '待发', waiting_n: '待发 {n}', at_office: '已到公司', office_at: '公司收到 {at}',
    office_never: '还没连过公司', secured: '已备份', set_aside: '搁置', set_aside_n: '搁置 {n}', sending: '正在发',
    short: { waiting: '待发', at_office: '已到', secured: '已备份', set_aside: '搁置', elsewhere: '别处' },
    say: { saved: '已存在这台手机上', waiting: '还没发到公司', at_office: '公司已收到', secured: '公司已收到并备份', set_aside: '有改动被搁置，内容都留着', elsewhere: '在别的手机上，这台不知道到了没有' },
  },
  step: {
    booked: '约好了', preparing: '开始准备', en_route: '出发', arrived: '我到了', inside: '进门', survey: '开始勘查', quoted: '报价给客户看',
    consented: '客户已同意', working: '开工', testing: '做完，去检测', cleaning: '去清洁', demo: '去演示讲解', settling: '去结算', signing: '去签字', left: '离场',
  },
  phase: { before: '出发前', entry: '进门', agree: '定方案', work: '施工', finish: '收尾' },
  gate: { tag: '关卡', due: '必答', optional: '选填', still: '还差 {what}', more: '{what} 等 {n} 项', fill: '去补', shut: '{step}，还差 {n} 项，点一下去补', count: '{name} {n} 项' },
  today: {
    title: '今日', search: '找工单', search_hint: '姓名、电话、地址、单号', none_found: '没有找到“{text}”', clear: '清空',
    offline_lack: '离线出发：还差 {n} 项', offline_of: '{customer}家的{what}', fetch: '补齐', fetching: '正在取', offline_ready: '没网也能做：{n} 单都齐了',
    empty: '今天没有上门', empty_more: '公司派了单，连上网就会出现在这里。', later: '以后还有 {n} 单', until: '至 {at}', no_time: '未约',
    minutes: '分钟', hours: '小时', to_visit: '到约定时间', late_by: '已过约定时间', agreed: '约定 {span}', not_agreed: '还没约时间', not_agreed_more: '打电话约好再出发',
    promised: '最晚 {at} 前上门', items: '项', left_in: '到“{step}”还差', open_step: '{step} · {customer}', go_on: '继续{customer} · 还差 {n} 项',
    look: '看{customer}的单', urgent: '加急', questions: '{n} 处待定', done_at: '{at} {state}', to_settle: '{n} 单有待定的地方', missing_here: '规范还没到这台手机，连上网就好',
  },
  job: {
    number: '工单 {job} · 第 {n} 次上门', starts_in: '{time}后开始', started: '已过 {time}', overdue: '已过承诺时间', not_agreed: '还没约时间', offered: '公司建议',
    product: '产品', serial: '编号', installed: '{date} 安装', fee: '费用', intake: '受理', office_note: '公司备注', crew: '同行', phone: '电话',
    entitlement: { free: '免费服务', paid: '有偿服务', contract: '合同服务', warranty: '保修内' }, urgent: '加急',
    stage_of: '第 {n} / {of} 环节', all_stages: '全部环节', more_open: '还有 {n} 项', open_items: '这一环节都做完了', go_on: '继续{stage} · 还差 {n} 项', go_on_done: '看{stage}',
    notes: '备注', note_hint: '写给公司和同事看', note_add: '记下', sealed: '服务单已封存', see_sheet: '看服务单', left: '本次上门已离场', back_today: '回到今日', questions: '几个说法都留着，你来定', aside: '看看是哪一处，公司怎么处理',
    by_office: '公司', gone: '看不到这张工单', gone_more: '它可能已经改派。写过的都留着。',
  },
  stage: {
    of: '{customer} · {trade} · 第 {n} / {of} 环节', not_open: '还没到这一环节', not_open_more: '先看看要做什么；做完前面的就能填。', sealed: '服务单已签，这里不能再改。', next_stage: '下一环节：{stage}', to_current: '回到{stage}', make_sheet: '封存，出服务单', see_sheet: '看服务单', done: '做完了，回今日',
    done_n: '{n} 齐', exceptions_n: '{n} 例外', confirm: '{n} 项全部合格', confirm_one: '这 1 项合格', confirm_rest: '其余 {n} 项合格，存下', confirm_except: '存下这 {n} 项例外', confirmed: '{at} 已整体确认', change: '点一项可以改', all_then: '{n} 项全部合格，{then}', one_then: '这 1 项合格，{then}', rest_then: '其余 {n} 项合格，{then}', except_then: '存下 {n} 项例外，{then}', then_stage: '去{stage}', then_over: '回今日', agreed_begin: '客户已同意，开工', unseen: '还有 {n} 项没看到，去看', hint: '点一下确认全部，不合格的单独点开', hint_plain: '逐项填好就行',
    not_done: '没做', not_applicable: '不适用', not_done_band: '没做 · 说明原因', not_applicable_band: '不适用 · 说明原因', reason_hint: '补充一句（可不填）', reason_other_hint: '写一下原因，公司会看', other: '其他', cannot: '填不了', undo_exception: '没问题，收回', save_exception: '存下原因', set_done: '已做好', auto: '自动', auto_wait: '发生后自动记下', later_opens: '进门后再填', answered_as: '{said} · {reason}',
    script: '可以这样说', script_hide: '收起话术', photo_take: '拍照', photo_count: '已拍 {n} / {of}', photo_add: '再拍一张', photo_lack: '还差 1 张', photo_note: '照片说明（可不填）', photo_reading: '正在存 {n} / {of}', photo_of: '{n} 张', photo_file: '文件', photo_missing: '这张还没传到这台手机', photo_alt: '照片：{name}',
    text_hint: '写在这里', beside_date: '机号等', text_saved: '{at} 已存', text_keep: '存好', choice_blocks: '选了这个就不能往下走，先处理好', consent_get: '请客户签字', consent_show: '给客户看报价', consent_done: '客户已签字', consent_again: '报价变了，要重签', sign_customer: '请客户签字', sign_tech: '我来签字', signed: '已签 {at}', signed_plain: '已签',
    flags: '这次有没有', yes: '有', no: '没有', repair_again: '修后复测', repair_again_hint: '修好再量一遍，印在服务单上', event_match: '装上的和报价一致', settle_first: '两边写得不一样，点这里来定',
    reasons: { kit: ['用完了', '忘带', '破损'], not_done: ['来不及', '没带', '损坏'], not_applicable: ['客户不要求', '现场用不上', '公司已安排'] },
  },
  clock: { title: '时限', over: '已超 {time}', left: '还剩 {time}', from: '{at} 起', late: '差了 {time}', kept: '{at} 做到', through: '时间到了' },
  measure: {
    add: '加一扇', name: '名称', name_hint: '例如：窗 2 书房', measured: '已测 {n} / {of}', not_measured: '未测', ok: '合格', out: '超出', at_most: '应不超过 {most}', at_least: '应不小于 {least}', between: '应在 {least}–{most}', ours: '本公司标准', after: '修后', before: '修前 {value}', most: '上限', least: '下限',
    note_hint: '超出了，写一下原因', next: '下一项', keep: '存好', close: '收起键盘', erase: '删一位', tap: '点一下填', lacks: '还差情形或必填的分项', case: '哪种情形', unit: '单位', yes: '是', no: '否', keypad: '{name} · {unit}', must: '应为“{must}”', whole: '整体', unit_need: '先加上要测的那一扇', point: '小数点', minus: '负号',
  },
  wording: { avoid: '“{words}”{why}，换成：', manner: '“{words}”不能对客户说。{better}', more: '还有 {n} 处', swapped: '已换好', fill: '已换好，空着的地方填上', undo: '撤销' },
  way: {
    title: '情况有变', goes_on: '继续这次上门', ends: '这次上门到此为止', left: '还差 {n} 项', first: '先做完这几项', reason: '写一下原因，公司会看', take: '照此继续', confirm: '确认：{way}', new_time: '和客户约个新时间',
    sealed: '服务单已签，这次上门不能再改。', none: '眼下没有别的走法', none_more: '照常往下做就行；有事先记备注，或打电话给公司。',
  },
  appointment: { title: '和客户约时间', day: '哪天', start: '几点开始', length: '多久', keep: '约定 {when}', agreed: '约定 {when}', change: '改时间', earlier: '早 15 分', later: '晚 15 分', who: '和谁约的', offered: '公司建议 {when}', minutes: '{n} 分' },
  quote: {
    title: '方案与报价', none: '还没报价', none_more: '写明原因和方案，选好配件和费用，价钱由程序算。', make: '做报价', remake: '改报价，出第 {n} 版', version: '报价第 {n} 版', prices: '{version} 版收费标准', total: '合计', cause: '原因', cause_hint: '用客户听得懂的话', plan: '方案', plan_hint: '要做哪些事', minutes: '预计用时', minutes_unit: '分钟', parts: '配件', fees: '费用', add_part: '加配件', add_fee: '加费用', pick_part: '选配件', pick_fee: '选费用', find: '找名称或型号', none_match: '价目表里没有“{text}”', remove: '去掉', note: '说明', note_hint: '例如：型材在保', cover: { free: '免费', contract: '合同', paid: '有偿' }, by_rule: '按规定{cover}：{why}', warranty: '换新后保 {n} 个月', each: '{price} / {unit}', keep: '存为第 {n} 版', price_wait: '填好后显示合计', less: '少一点', more: '多一点', quantity: '数量', not_yet: '还差 {what}', lines: '至少一项配件或费用', agreed: '客户已同意这一版', not_agreed: '客户还没同意',
  },
  consent: {
    please: '{who}，请您过目', takes: '约 {time}', free: '免费', total: '合计', later: '再想想', agree: '同意，去签字', only_then: '您同意后我们才开工', hand_back: '交还技术员请长按此处', badge: '{name} · 工号 {badge}', switch: 'English', contract: '合同', changed: '报价刚改过，请看这一版', item_title: '{who}，请您确认',
  },
  ink: {
    signing_quote: '签的是这份报价', signing_item: '签的是', signing_sheet: '签的是服务单', version: '报价第 {n} 版', parts: '内容', digest: '封存摘要', who: '签字人', self: '本人', family: '家人', tenant: '租户', representative: '代表', other: '其他', technician: '技术员', name: '签字人姓名', hint: '请用手指或触控笔写在线上', only_quote: '笔迹只用于这份报价', only_this: '笔迹只用于这一项', clear: '清除', undo: '退一笔', done: '签好了，封存', done_short: '签好了', back: '回去再看一遍', canvas: '签字区', leave: '这份签字还没存', leave_more: '离开后笔迹不保留。', stay: '继续签', go: '离开', too_long: '笔画太多了，清除后重签。',
  },
  parts: { title: '装上的件', fit: '装上了', fitted: '已装 {quantity}', quantity: '装了多少', new_serial: '新件编号或批号', old_serial: '旧件编号', old: '旧件已回收', keep: '登记这件', total: '按实际装的合计 {total}', differs: '和报价不一致，要回到报价', none: '报价里没有配件' },
  pay: { title: '收款', limit: '当场最多收 {limit}，这一单请开票后收', due: '应收 {total}', status: { paid_on_site: '当场收了', invoice_due: '开票后收', paid_later: '以后付', none_due: '不收费' }, method: { wechat: '微信', alipay: '支付宝', cash: '现金', card: '刷卡', none: '—' }, keep: '记下收款', done: '{status} {amount}', by: '{method}', change: '改' },
  rate: { title: '请客户评价', words: ['很不满意', '不满意', '一般', '满意', '很满意'], comment: '客户说的话（可不填）', keep: '记下评价', done: '{n} 分 · {word}', star: '{n} 分', rated: '客户已评价' },
  sheet: { title: '服务单', sub: '{number} · 共 {n} 页', sealed: '{at} 已封存', page: '{n} / {of} 页', scan: '请{who}扫码', scan_more: '扫码可核验这份单是否原样。', scan_wait: '连上网后链接生效', none: '服务单还没封存', none_more: '客户和你都签字后，在“服务单签字”里封存。', pending: '已封存，PDF 还没存好', pending_more: '签字没有丢。点一下再出一次。', remake: '再出一次 PDF', opening: '正在打开服务单', broken: '这份服务单打不开，文件还在。再试一次。', handed: '客户已拿到，去离场', signer: '{signer}签字', qr: '服务单二维码' },
  outbox: { title: '发件箱', sub: '断网也照常干活，连上会自己发', head: '{n} 项还只在这台手机上', head_none: '公司都收到了', last: '最近一次连上公司 {at}', last_never: '还没连过公司', at_office: '在公司 {n}/{of}', secured: '已备份 {n}/{of}', changes: '{n} 处改动', files: '{n} 个文件', files_there: '{n} 个文件已到', more_files: '另有 {n} 个文件', sent_of: '已传 {sent}', aside_more: '内容都留着，公司会处理', aside_n: '{n} 处改动被搁置，内容都留着', send: '现在发送', sending: '正在发送', no_network: '现在连不上公司，联网后会自己发', leaving: '公司停用了这台手机：内容全部交回后，它会自己清空', outdated: '同事的应用更新了：请更新这台手机的应用；现在的工作照常保存和发送', done: '发好了：公司收下 {stored} 处、文件 {files} 个', nothing: '没有要发的，公司都收到了', refused_files: '{n} 个文件公司没收，都留着', empty: '还没有写过什么', empty_more: '做过的每一步会列在这里。' },
  me: { title: '我的', badge: '工号 {badge}', language: '语言', zh: '中文', en: 'English', theme: '外观', light: '浅色', dark: '深色', outdoor: '户外', keys: '密钥', keys_system: '在系统钥匙串里', keys_file: '在这台设备的一个文件里，只有你的账户能读', hub: '公司中台', device: '设备号', version: '版本', about: '关于与许可', about_more: '开源许可', licences: '许可', licence_rust: 'Rust', licence_npm: '界面', licence_font: '字体', licence_find: '找名称', licence_none: '许可清单还没生成', count: '{n} 项' },
  enrol: { title: '这台设备还没加入公司', lead: '请公司在“设备”里给你出一个码，把链接贴在下面。', link: '登记链接', link_hint: '粘贴公司给的链接', join: '加入公司', joining: '正在登记', what: '加入后会怎样', points: ['工单、规范、价目下载到这台设备，没网也能做', '你写下的加密存放，联网后自己发给公司', '链接 15 分钟内有效，只能用一次'], welcome: '已加入 {company}' },
  who: { here: '你在这台手机上', elsewhere: '你在另一台手机上', colleague: '同事', office: '公司', office_by: '公司 · {name}', taken_over: '{who}（{first}写的）' },
  question: {
    title: '两边写得不一样', none_title: '待定', of: '第 {n} 处，共 {of} 处', which_time: '哪个上门时间是对的？', you_and_office: '断网时你和公司都写了。', you_and_other: '断网时你和同事都写了。', two_others: '断网时两边都写了。', kept: '{n} 个都留着，你来定。',
    proposed: '按规范先选它', signed: '已签', rule: '规范：谁后联系上客户，以谁的为准。', contacted: '{when} 联系了{with}', customer: '客户', written: '{when} 写的', neither: '都不对，重新填', next: '下一处',
    pick: '选一个再定', settle: '定为 {value}', settle_plain: '就定这一个', done: '已定为 {value}，其余的也留着', none: '没有要你定的', none_more: '写过的都留着，谁定的、什么时候定的也查得到。', back: '回到工单', list: '待定', list_more: '几个说法都留着，等你来定',
  },
  after: {
    title: '签字后有变动', untouched: '已签的那份没有动', safe: '{at} {signer}签的服务单仍然有效，打开还是原样。合并后有 {n} 处与它不同。', safe_plain: '签过的服务单仍然有效，打开还是原样。合并后有 {n} 处与它不同。', sheet: '服务单 {number}', change: '变动',
    signed: '签字时', now: '现在', says_nothing: '没有这一项', by: '{who}，{when} 写的，当时还不知道客户已签', beside: '留作补记', beside_more: '签过的不动，这一条留在旁边查得到', back: '改回签字时的 {value}', back_plain: '改回签字时的内容', back_done: '已改回 {value}，客户不用再签', beside_done: '已留作补记，签过的没有动', amendment: '确实要改已签的内容，得出补充单请客户再签；这台手机还不能出补充单，先告诉公司。',
  },
  correct: {
    open: '信息不对？', title: '信息不对', which: '哪一项不对', says: '{name}现在写的是', says_nothing: '（空着）', should: '应该是', should_hint: '照铭牌、证件或客户说的写', same: '和现在写的一样，不用改。', why: '怎么知道的', why_hint: '例如：看了窗扇铭牌', decides: '公司同意后才会改；在那之前照旧。', send: '报给公司', sent: '已报给公司，公司同意后就改',
    waits: '已提议{name}更正为“{should}”，等公司', declined: '公司没改成“{should}”', declined_why: '公司没改成“{should}”：{why}', with_office: '等公司定',
  },
  aside: { title: '1 处改动被搁置，内容都留着', kept: '{why}。公司也有一份，会处理，你不用重做。', taken_over: '公司已采纳这处改动', taken_over_more: '它和别的记录一样算数了。', none: '写的时候这张单还没派给你', ended: '这张单收回以后才写的', author: '公司认不出是谁写的', other: '公司那边读着不合格式' },
  moved: { title: '服务规范换成了 {to} 版', lead: '公司把这次上门由 {from} 版换到 {to} 版，已填的都在。', more: '要多看这几项：', added: '新增', required: '新要求', none: '检查项没有增加。', unknown: '新版还没到手机，连上网再看。' },
  request: {
    title: '报一张新工单', sub: '没网也能报，连上网公司就收到', send: '报给公司', service: '要哪种服务（可不选）', tag: '等公司确认', row: '已报', number: '报单 {job}', by: '{who}，{when} 报的',
    here: '已存好，连上网就报给公司', here_more: '公司确认前可以先记备注。', at_office: '已报给公司，等确认', at_office_more: '公司派好服务规范后，这张单就能开工。', cancelled: '公司没有接这张单', cancelled_more: '你写的都留着。有疑问就打电话给公司。',
    line: { customer: '客户姓名', phone: '电话', address: '地址', product: '产品', symptom: '故障或需求', note: '备注' }, need: { customer: '客户姓名', phone: '电话或地址', address: '地址', product: '产品', symptom: '故障或需求', note: '备注' },
    hint: { customer: '例如：李秀英 女士', phone: '客户的手机号', address: '几幢几单元几室', product: '品牌、型号（可不填）', symptom: '客户怎么说的', note: '公司要知道的（可不填）' },
  },
  error: { page: '这一页出了问题，已存的内容都在。回到今日再进来。', unopened: '打不开数据。已存的内容没有动，重开应用再试。' },
};

export type Text = typeof zh;
