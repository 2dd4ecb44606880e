"""A cartridge as Canvas writes it, and tests of QTI in pieces.

Knows how they are written; refuses to know what becomes of them.
"""

from __future__ import annotations

LEARNING = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
MANIFEST = f"""
    <manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">
      <organizations><organization identifier="o"><item identifier="LearningModules">
        <item identifier="m1"><title>Week 1</title>
          <item identifier="i1" identifierref="page"><title>Read</title></item>
          <item identifier="h1"><title>By yourself</title></item>
          <item identifier="i2" identifierref="task"><title>Write</title></item>
          <item identifier="i3" identifierref="test"><title>Test</title></item>
          <item identifier="h2"><title>Nothing</title></item>
        </item>
        <item identifier="m2"><title>Week 2</title>
          <item identifier="i4" identifierref="topic"><title>Talk</title></item>
        </item>
      </item></organization></organizations>
      <resources>
        <resource identifier="s" type="{LEARNING}" href="course_settings/canvas_export.txt">
          <file href="course_settings/module_meta.xml"/><file href="course_settings/canvas_export.txt"/>
        </resource>
        <resource identifier="about" type="{LEARNING}" href="course_settings/syllabus.html"
          intendeduse="syllabus"><file href="course_settings/syllabus.html"/></resource>
        <resource identifier="page" type="webcontent" href="wiki_content/read-this.html">
          <file href="wiki_content/read-this.html"/></resource>
        <resource identifier="loose" type="webcontent" href="wiki_content/loose.html">
          <file href="wiki_content/loose.html"/></resource>
        <resource identifier="task" type="{LEARNING}" href="task/write.html">
          <file href="task/write.html"/><file href="task/assignment_settings.xml"/></resource>
        <resource identifier="test" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment">
          <file href="test/assessment_qti.xml"/><dependency identifierref="meta"/></resource>
        <resource identifier="meta" type="{LEARNING}" href="test/assessment_meta.xml">
          <file href="test/assessment_meta.xml"/><file href="non_cc_assessments/test.xml.qti"/></resource>
        <resource identifier="topic" type="imsdt_xmlv1p1"><file href="topic.xml"/></resource>
        <resource identifier="news" type="imsdt_xmlv1p1"><file href="news.xml"/>
          <dependency identifierref="newsmeta"/></resource>
        <resource identifier="newsmeta" type="{LEARNING}" href="newsmeta.xml">
          <file href="newsmeta.xml"/></resource>
      </resources>
    </manifest>
"""
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"


def field(label: str, entry: str) -> str:
    """One thing that is said about an item."""
    inner = f"<fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry>"
    return f"<qtimetadatafield>{inner}</qtimetadatafield>"


def item(kind: str, presentation: str, conditions: str, name: str = "q1", more: str = "") -> str:
    """An item as Canvas writes it, worth two points."""
    said = field("question_type", kind) + field("points_possible", "2.0")
    text = "<material><mattext texttype='text/html'>&lt;p&gt;Which?&lt;/p&gt;</mattext></material>"
    return (
        f"<item ident='{name}'><itemmetadata><qtimetadata>{said}</qtimetadata></itemmetadata>"
        f"<presentation>{text}{presentation}</presentation>"
        f"<resprocessing>{conditions}</resprocessing>{more}</item>"
    )


def label(name: str) -> str:
    """Something to choose, called by its name in capital letters."""
    shown = f"<material><mattext>{name.upper()}</mattext></material>"
    return f"<response_label ident='{name}'>{shown}</response_label>"


def right(condition: str, score: str = "100") -> str:
    """A condition for points."""
    return f"<respcondition><conditionvar>{condition}</conditionvar><setvar>{score}</setvar></respcondition>"


CHOICES = (
    f"<response_lid ident='r' rcardinality='Single'><render_choice>{label('a')}{label('b')}"
    "</render_choice></response_lid>"
)
A_IS_RIGHT = right("<varequal respident='r'>a</varequal>")
NUMBER = (
    "<response_str ident='n'><render_fib fibtype='Decimal'><response_label ident='x'/></render_fib>"
    "</response_str>"
)
SINGLE = item("multiple_choice_question", CHOICES, A_IS_RIGHT)


def assessment(inner: str) -> str:
    """A test of those items and sections."""
    section = f"<section ident='root'>{inner}</section>"
    whole = f"<assessment ident='a' title='T'>{section}</assessment>"
    return f"<questestinterop xmlns='{QTI}'>{whole}</questestinterop>"


FILES: dict[str, str | bytes] = {
    "imsmanifest.xml": MANIFEST,
    "course_settings/canvas_export.txt": "x",
    "course_settings/module_meta.xml": f"<modules xmlns='{CANVAS}'><module identifier='m2'>"
    "<workflow_state>unpublished</workflow_state></module></modules>",
    "course_settings/syllabus.html": "<html><body><p>All of it.</p></body></html>",
    "wiki_content/read-this.html": "<html><head><title>Read this</title>"
    '<meta name="workflow_state" content="active"/></head><body><p>See '
    '<a href="$WIKI_REFERENCE$/pages/loose">this</a>, '
    '<a href="%24CANVAS_OBJECT_REFERENCE%24/quizzes/test">that</a> and '
    '<a href="$CANVAS_COURSE_REFERENCE$/modules/items/i2">more</a>.</p></body></html>',
    "wiki_content/loose.html": "<html><head><title>Loose</title>"
    '<meta name="workflow_state" content="unpublished"/></head><body><p>Here.</p></body></html>',
    "task/write.html": "<html><head><title>Assignment: Write</title></head>"
    "<body><p>Ten lines.</p></body></html>",
    "task/assignment_settings.xml": f"<assignment xmlns='{CANVAS}'>"
    "<submission_types>online_upload</submission_types><points_possible>5.0</points_possible></assignment>",
    "test/assessment_qti.xml": assessment(""),
    "test/assessment_meta.xml": f"<quiz xmlns='{CANVAS}'>"
    "<description>&lt;p&gt;Be &lt;b&gt;calm&lt;/b&gt;.&lt;/p&gt;</description>"
    "<shuffle_answers>true</shuffle_answers><time_limit>20</time_limit><allowed_attempts>3</allowed_attempts>"
    "<show_correct_answers>false</show_correct_answers><access_code>abc</access_code></quiz>",
    "non_cc_assessments/test.xml.qti": assessment(SINGLE),
    "topic.xml": "<topic><title>Talk</title>"
    "<text texttype='text/html'>&lt;p&gt;What do you think?&lt;/p&gt;</text></topic>",
    "news.xml": "<topic><title>News</title><text>Tomorrow.</text></topic>",
    "newsmeta.xml": f"<topicMeta xmlns='{CANVAS}'><type>announcement</type></topicMeta>",
}
QUIZ = "02-week-1/02-by-yourself/02-test.quiz.yaml"
