#include "widgets/compare/comparison_card.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

namespace binnacle {

namespace {

constexpr int gripSize = 14; // pixels

// Two short strokes in the lower right corner.
class Grip : public QWidget
{
public:
    explicit Grip(QWidget* parent) : QWidget(parent)
    {
        setObjectName(QStringLiteral("cardGrip"));
        setCursor(Qt::SizeFDiagCursor);
        resize(gripSize, gripSize);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Theme::current().faintText);
        for (const int away : {4, 8})
            painter.drawLine(QPointF(gripSize - 3, gripSize - 3 - away),
                             QPointF(gripSize - 3 - away, gripSize - 3));
    }
};

} // namespace

ComparisonCard::ComparisonCard(const CardContext& context, QWidget* parent)
    : Card(parent)
    , context_(context)
    , title_(new ElidedLabel({}, TextRole::Normal, this))
    , note_(new ElidedLabel({}, TextRole::Muted, this))
    , menu_(new QToolButton(this))
    , empty_(new EmptyState(this))
    , grip_(new Grip(this))
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    title_->setFont(bold);
    title_->setObjectName(QStringLiteral("cardTitle"));
    note_->setObjectName(QStringLiteral("cardNote"));
    note_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    menu_->setObjectName(QStringLiteral("cardMenu"));
    menu_->setAutoRaise(true);
    menu_->setIcon(icon(QStringLiteral("ellipsis")));
    menu_->setToolTip(tr("Options, size, export"));
    menu_->setAccessibleName(tr("Menu of the card"));
    connect(menu_, &QToolButton::clicked, this,
            [this] { emit menuRequested(menu_->mapToGlobal(QPoint(0, menu_->height()))); });
    empty_->hide();

    auto* head = new QHBoxLayout;
    head->setSpacing(spacing::s);
    // Each as wide as its words while there is room; then both give way.
    head->addWidget(title_);
    head->addStretch(1);
    head->addWidget(note_);
    head->addWidget(menu_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::m, spacing::s, spacing::s, spacing::s);
    column->setSpacing(spacing::xs);
    column->addLayout(head);
    column->addWidget(empty_, 1);
    setFocusPolicy(Qt::StrongFocus);
}

void ComparisonCard::setSpec(const CardSpec& spec)
{
    const bool changed = spec.options != spec_.options || spec.id != spec_.id;
    spec_ = spec;
    setObjectName(QStringLiteral("card_%1").arg(spec.id));
    if (changed)
        applyOptions();
    refreshHead();
}

QString ComparisonCard::heading() const
{
    return title_->fullText();
}

QString ComparisonCard::note() const
{
    return note_->fullText();
}

void ComparisonCard::editOption(const QString& key, const QJsonValue& value)
{
    if (spec_.options.value(key) == value)
        return;
    spec_.options.insert(key, value);
    applyOptions();
    emit optionsEdited(spec_.options);
}

void ComparisonCard::setBody(QWidget* body)
{
    body_ = body;
    layout()->addWidget(body);
    static_cast<QBoxLayout*>(layout())->setStretchFactor(body, 1);
}

void ComparisonCard::setHeading(const QString& title, const QString& note)
{
    ownTitle_ = title;
    note_->setFullText(note);
    refreshHead();
}

void ComparisonCard::refreshHead()
{
    title_->setFullText(spec_.title.isEmpty() ? ownTitle_ : spec_.title);
    setAccessibleName(title_->fullText());
    setAccessibleDescription(note_->fullText());
}

void ComparisonCard::showSentence(const QString& sentence, bool failed)
{
    if (!sentence.isEmpty())
        empty_->show(failed ? EmptyState::Kind::Failed : EmptyState::Kind::Empty, sentence, {},
                     failed ? QString() : QStringLiteral("chart-line"));
    empty_->setVisible(!sentence.isEmpty());
    if (body_)
        body_->setVisible(sentence.isEmpty());
}

void ComparisonCard::resizeEvent(QResizeEvent* event)
{
    Card::resizeEvent(event);
    grip_->move(width() - gripSize, height() - gripSize);
    grip_->raise();
}

void ComparisonCard::contextMenuEvent(QContextMenuEvent* event)
{
    emit menuRequested(event->globalPos());
    event->accept();
}

void ComparisonCard::keyPressEvent(QKeyEvent* event)
{
    const bool menu = event->key() == Qt::Key_Menu ||
                      (event->key() == Qt::Key_F10 && event->modifiers() == Qt::ShiftModifier);
    if (menu)
        emit menuRequested(menu_->mapToGlobal(QPoint(0, menu_->height())));
    else
        Card::keyPressEvent(event);
}

} // namespace binnacle
