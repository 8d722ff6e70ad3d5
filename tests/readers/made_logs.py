"""Invented diaries that look like those of other people."""

from __future__ import annotations

SYMPTOM_LOG = """\
record date,record time,record datetime,ankle: ache,calf: ache,calf: sharp,calf: tight,\
calf: tingling,leg: numb,thigh: ache,buttock: ache,back: numb,back: sore,back: stiff,\
should surgery,is hopeful,posture,is good posture,activity,activity prev,notable
1/9/2026,10:34:23 PM,1/9/2026 22:34:23,0,1,0,0,1,0,0,0,0,0,0,0,1,upright,0,reading,,
1/9/2026,12:03:24 AM,1/9/2026 0:03:24,0,0,1,0,0,0,0,1,0,0,1,1,0,lying,1,sleep,,took a walk
1/13/2026,7:20:00 AM,1/13/2026 7:20:00,1,0,0,0,0,1,0,0,1,0,0,0,1,lying,,sleep,,
"""

REGIONS = """\
No value = similar as previous day for:,,,region,side  and ,intensity
year,month,day,region,side,intensity
2025,12,30,Knees,,5.7
,,,Hands And Fingers,,3
,,31,Knees,Right Only,5
2026,1,1,Low back,,4.5
,,,Hip,Left Mostly,4
,,2,right big toe,,2,could be 3
,,,Knees,,11
"""

NAMES = """\
name,startday,startmonth,startyear,intensity
"Knee Pain",14,4,2026,3.8
happiness,14,4,2026,4
"Knee Pain",14,4,2026,2
"Elbow Pain",16,4,2026,3
"""

SURVEY = """\
valid,late,sleep_quality,pain,medication
True,False,2.0,3.0,False
True,False,2.0,nan,True
False,False,,,
True,False,4,1.0,False
"""

TRIAL = "day,treatment,y\n1,Usual,5\n2,Usual,6\n4,New,1\n"
