    (function() {
        var msgArray = ["\t\t\t\t<div class=\"msg chat right \" msgid=\"20\" msgtype=\"1\">\n\t\t\t\t\t<div class=\"avatar-box\">\n\t\t\t\t\t\t<img src=\"头像/wxid_zhou01.jpg\" class=\"avatar\" />\n\t\t\t\t\t</div>\n\t\t\t\t\t<div class=\"nt-box\"><span class=\"dspname right\" wxId=\"wxid_zhou01\">小周</span> 2021-05-02 09:00:00</div>\n\t\t\t\t\t<div class=\"content-box\">\n\t\t\t\t\t\t<div class=\"triangle\"></div>\n\t\t\t\t\t\t<span class=\"dont-break-out msg-text\"><pre>到了 &lt;b&gt;</pre></span>\n\t\t\t\t\t</div>\n\t\t\t\t</div>\n"];
        for (var idx = 0; idx < msgArray.length; idx++)
        {
          window.moreWechatMsgs.push(msgArray[idx]);
        }
        msgArray = null;
        loadMsgsForNextPage();
    })();
