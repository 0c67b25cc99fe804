import { startCity, quarrel } from "./support/platform.ts";
import { startIdentityProvider } from "../infra/local/identity-provider.ts";
import { openBrowser } from "./support/browser.ts";
const people = ["陈样例","王样例","李样例"].map((name,i)=>({subject:`p${i}`,name,place:["濮院派出所","濮院镇人民调解委员会","司法局"][i]!}));
const provider = await startIdentityProvider(people);
const station="police-330483101", committee="pmc-330483101";
const {platform, city, stop} = await startCity([station, committee], {parameters:(u)=>({OidcIssuer:provider.url,ConsoleOrigin:u}), onClock:provider.setClock, onLog:(f,t)=>{ if(/error|failed/.test(t)) console.log(f,t.slice(0,1500)); }});
try {
const codes=[];
for (const [org,name] of [[station,"陈样例"],[committee,"王样例"]] as const) codes.push((await city.coordinator.invitePerson({params:{organisationId:org},body:{name,duty:"lead"}})).body.code);
const police = await city.clientOf(station);
for (let i=1;i<=6;i++) await police.submitReferral({body: quarrel(`样例-${i}`, i===2?{parties:[{side:"applicant",kind:"natural_person",name:"<script>alert(1)</script>"},{side:"respondent",kind:"natural_person",name:"李样例"}]}:{})});
await platform.settled();
const browser = await openBrowser();
for (const [w,h,tag] of [[1366,768,"desk"],[375,740,"phone"]] as const) {
  const ctx = await browser.newContext({viewport:{width:w,height:h}, locale:"zh-CN"});
  const page = await ctx.newPage();
  page.on("console", m=>console.log(tag,"console",m.text()));
  page.on("pageerror", e=>console.log(tag,"error",e.message));
  await page.goto(platform.url+"/console");
  await page.screenshot({path:`/tmp/shots/${tag}-1-signin.png`});
  await page.click("button.primary");
  await page.screenshot({path:`/tmp/shots/${tag}-2-idp.png`});
  await page.click("text=王样例");
  await page.waitForLoadState();
  if (page.url().includes("invitation")) {
    await page.fill("#code","XXXX"); await page.click("button.primary");
    await page.screenshot({path:`/tmp/shots/${tag}-3-invite.png`});
    await page.fill("#code",codes[1]!); await page.click("button.primary");
  }
  await page.screenshot({path:`/tmp/shots/${tag}-4-work.png`});
  console.log(tag, page.url(), await page.title());
  await page.click("table.list a >> nth="+(tag==="desk"?0:1));
  await page.screenshot({path:`/tmp/shots/${tag}-5-case.png`, fullPage:true});
  for (let i=0;i<3;i++){ 
    await page.click("section.next button.primary"); await page.waitForLoadState();
    console.log(tag, page.url(), await page.title(), (await page.textContent(".notice").catch(()=>"")));
    if (i===1) break;
  }
  await page.screenshot({path:`/tmp/shots/${tag}-6-case2.png`, fullPage:true});
  await page.click("section.next button.primary"); 
  await page.screenshot({path:`/tmp/shots/${tag}-7-errors.png`, fullPage:true});
  await page.goto(platform.url+"/console/people"); await page.screenshot({path:`/tmp/shots/${tag}-8-people.png`});
  await ctx.close();
}
await browser.close();
} finally { await stop(); await provider.stop(); }
process.exit(0);
