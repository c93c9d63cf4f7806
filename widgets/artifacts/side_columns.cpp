#include "widgets/artifacts/side_columns.h"

#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QPainter>
#include <QStackedLayout>

namespace binnacle {

namespace {
constexpr int narrowest = 180;
}

// The dot in the colour of a run.
class RunDot : public QWidget
{
public:
    explicit RunDot(QWidget* parent) : QWidget(parent) { setFixedSize(10, 10); }
    void setSlot(int slot)
    {
        slot_ = slot;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::current().series(slot_));
        painter.drawEllipse(rect().adjusted(1, 1, -1, -1));
    }

private:
    int slot_ = 0;
};

SideColumns::SideColumns(std::function<QWidget*(QWidget*)> make,
                         std::function<void(QWidget*, const Side&)> fill, QWidget* parent)
    : QScrollArea(parent), make_(std::move(make)), fill_(std::move(fill))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget(this);
    row_ = new QHBoxLayout(inside);
    row_->setContentsMargins(0, spacing::s, 0, 0);
    row_->setSpacing(spacing::l);
    setWidget(inside);
}

void SideColumns::rebuild(std::size_t count)
{
    while (columns_.size() > count) {
        delete columns_.back().whole;
        columns_.pop_back();
    }
    while (columns_.size() < count) {
        Column column;
        column.whole = new QWidget(widget());
        column.whole->setMinimumWidth(narrowest);
        column.dot = new RunDot(column.whole);
        column.name = new ElidedLabel({}, TextRole::Normal, column.whole);
        column.name->setObjectName(QStringLiteral("sideName"));
        column.below = new ElidedLabel({}, TextRole::Muted, column.whole);
        column.below->setObjectName(QStringLiteral("sideNote"));
        column.content = make_(column.whole);
        column.problem = new TextLabel({}, TextRole::Muted, column.whole);
        column.problem->setWordWrap(true);
        column.problem->setAlignment(Qt::AlignCenter);
        auto* head = new QHBoxLayout;
        head->setSpacing(spacing::s);
        head->addWidget(column.dot);
        head->addWidget(column.name, 1);
        auto* layout = new QVBoxLayout(column.whole);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(spacing::xs);
        layout->addLayout(head);
        layout->addWidget(column.below);
        layout->addWidget(column.content, 1);
        layout->addWidget(column.problem, 1);
        row_->addWidget(column.whole, 1);
        columns_.push_back(column);
    }
}

void SideColumns::show(const std::vector<Side>& sides)
{
    rebuild(sides.size());
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const Side& side = sides[i];
        Column& column = columns_[i];
        column.dot->setSlot(side.run.slot);
        column.name->setFullText(side.run.name);
        QString below;
        if (side.step)
            below = tr("step %1").arg(*side.step);
        else if (side.content && side.content->matrix)
            below = tr("accuracy %1").arg(side.content->matrix->accuracy(), 0, 'g', 4);
        column.below->setFullText(below);
        column.content->setVisible(side.content != nullptr);
        column.problem->setVisible(side.content == nullptr);
        column.problem->setText(side.problem);
        if (side.content)
            fill_(column.content, side);
    }
}

} // namespace binnacle
