/** The page's only script: remembers language and colours, opens the section that a link points to. Without it everything can still be read. */
export const pageScript = `
(function(){"use strict";
var root=document.documentElement;
function recall(name){try{return localStorage.getItem("evalkit."+name)||""}catch(error){return ""}}
function remember(name,value){try{localStorage.setItem("evalkit."+name,value)}catch(error){}}
function language(value){root.setAttribute("data-language",value);root.lang=value==="zh"?"zh-CN":"en"}
function theme(value){if(value==="light"||value==="dark")root.setAttribute("data-theme",value);else root.removeAttribute("data-theme")}
var known=recall("language");if(known==="en"||known==="zh")language(known);
theme(recall("theme"));
document.getElementById("language").addEventListener("click",function(){var next=root.getAttribute("data-language")==="zh"?"en":"zh";language(next);remember("language",next)});
document.getElementById("theme").addEventListener("click",function(){var now=root.getAttribute("data-theme")||"auto";var next=now==="auto"?"light":now==="light"?"dark":"auto";theme(next);remember("theme",next)});
function reveal(){var target=location.hash.length>1&&document.getElementById(location.hash.slice(1));if(target&&target.tagName==="DETAILS"){target.open=true;target.scrollIntoView()}}
addEventListener("hashchange",reveal);reveal();
root.setAttribute("data-ready","");
})();
`.trim();
