#include "app/binnacle/status_strip.h"

#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QTimer>

namespace binnacle {

namespace {

constexpr int stripHeight = 26, dotSide = 8, dotRoom = 15, barWidth = 120;

QColor dotColour(SourceState::Reach reach)
{
    const Theme& theme = Theme::current();
    switch (reach) {
    case SourceState::Reach::Online:
        return theme.good;
    case SourceState::Reach::Failed:
        return theme.bad;
    case SourceState::Reach::Offline:
    case SourceState::Reach::Unknown:
        break;
    }
    return theme.faintText;
}

QFont smallFont(const QFont& base)
{
    QFont font = base;
    font.setPixelSize(12);
    return font;
}

} // namespace

SourceBadge::SourceBadge(QWidget* parent) : QAbstractButton(parent)
{
    setFont(smallFont(font()));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void SourceBadge::showState(const QString& line, SourceState::Reach reach)
{
    reach_ = reach;
    setText(line);
    setAccessibleName(line);
    updateGeometry();
    update();
}

QSize SourceBadge::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text()) + dotRoom + 6, stripHeight - 4};
}

QSize SourceBadge::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), 60), stripHeight - 4};
}

void SourceBadge::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(dotColour(reach_));
    painter.drawEllipse(QRectF(2, (height() - dotSide) / 2.0, dotSide, dotSide));
    painter.setPen(underMouse() ? theme.text : theme.mutedText);
    const QRect room = rect().adjusted(dotRoom, 0, -2, 0);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
}

StatusStrip::StatusStrip(SourceListModel& sources, QWidget* parent)
    : QWidget(parent)
    , sources_(sources)
    , badges_(new QHBoxLayout)
    , more_(new SourceBadge(this))
    , message_(new TextLabel({}, TextRole::Muted, this))
    , job_(new TextLabel({}, TextRole::Muted, this))
    , bar_(new QProgressBar(this))
    , left_(new TextLabel({}, TextRole::Muted, this))
    , cancel_(makeButton({}, QStringLiteral("x"), ButtonRole::Quiet, this))
{
    setObjectName(QStringLiteral("statusStrip"));
    setAccessibleName(tr("Status"));
    setFixedHeight(stripHeight);
    for (QLabel* label : {message_, job_, left_})
        label->setFont(smallFont(font()));
    message_->setObjectName(QStringLiteral("statusMessage"));
    job_->setObjectName(QStringLiteral("jobText"));
    left_->setObjectName(QStringLiteral("jobTimeLeft"));
    bar_->setObjectName(QStringLiteral("jobBar"));
    bar_->setTextVisible(false);
    bar_->setFixedWidth(barWidth);
    bar_->setRange(0, 1000);
    bar_->setAccessibleName(tr("Progress"));
    cancel_->setObjectName(QStringLiteral("jobCancel"));
    cancel_->setAccessibleName(tr("Stop mirroring"));
    cancel_->setToolTip(tr("Stop mirroring; what was mirrored stays"));
    cancel_->setFixedSize(22, 22);
    cancel_->setIconSize({14, 14});
    cancel_->setStyleSheet(QStringLiteral("padding: 0; min-height: 0;"));
    more_->setObjectName(QStringLiteral("moreSources"));
    connect(cancel_, &QPushButton::clicked, this, &StatusStrip::cancelRequested);
    connect(more_, &QAbstractButton::clicked, this, [this] { emit sourceChosen(-1); });

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 1, 8, 0);
    row->setSpacing(spacing::m);
    badges_->setSpacing(spacing::s);
    row->addLayout(badges_);
    row->addWidget(more_);
    row->addStretch(1);
    row->addWidget(message_);
    row->addWidget(job_);
    row->addWidget(bar_);
    row->addWidget(left_);
    row->addWidget(cancel_);
    message_->hide();

    connect(&sources_, &SourceListModel::loaded, this, &StatusStrip::refresh);
    connect(&sources_, &QAbstractItemModel::dataChanged, this, &StatusStrip::refresh);
    showJob({});
    refresh();
}

void StatusStrip::refresh()
{
    const int count = sources_.rowCount();
    while (shown_.size() > count)
        delete shown_.takeLast();
    while (shown_.size() < count) {
        auto* badge = new SourceBadge(this);
        const int row = static_cast<int>(shown_.size());
        badge->setObjectName(QStringLiteral("sourceBadge%1").arg(row));
        connect(badge, &QAbstractButton::clicked, this, [this, row] { emit sourceChosen(row); });
        badges_->addWidget(badge);
        shown_.append(badge);
    }
    // As many as fit in a little more than half of the bar; the others are one click away.
    int room = qMax(160, width() * 6 / 10);
    int fitting = 0;
    for (int row = 0; row < count; ++row) {
        const QModelIndex index = sources_.index(row);
        shown_[row]->showState(index.data(SourceListModel::StatusLineRole).toString(),
                               sources_.at(row).second.reach);
        shown_[row]->setToolTip(index.data(Qt::ToolTipRole).toString());
        room -= shown_[row]->sizeHint().width() + spacing::s;
        if (room >= 0 || row == 0)
            fitting = row + 1;
        shown_[row]->setVisible(row < fitting);
    }
    more_->setVisible(fitting < count || (count == 0 && sources_.isLoaded()));
    more_->showState(count == 0 ? tr("no source yet") : tr("%1 more").arg(count - fitting),
                     SourceState::Reach::Unknown);
}

void StatusStrip::showJob(const JobText& job)
{
    job_->setText(job.text);
    job_->setToolTip(job.details);
    job_->setVisible(job.active);
    left_->setText(job.timeLeft);
    left_->setVisible(job.active && !job.timeLeft.isEmpty());
    bar_->setVisible(job.active);
    cancel_->setVisible(job.active);
    if (job.fraction < 0) {
        bar_->setRange(0, 0);
    } else {
        bar_->setRange(0, 1000);
        bar_->setValue(qRound(job.fraction * 1000));
    }
}

void StatusStrip::showMessage(const QString& sentence, int milliseconds)
{
    message_->setText(sentence);
    message_->setVisible(!sentence.isEmpty());
    QTimer::singleShot(milliseconds, message_, [label = message_, sentence] {
        if (label->text() == sentence)
            label->hide();
    });
}

void StatusStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refresh();
}

void StatusStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(0, 0, width(), 1), theme.border);
}

} // namespace binnacle
