#include "widgets/registry/lineage_view.h"

#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <iterator>
#include <map>

namespace binnacle {

namespace {

constexpr int widestGap = 34, narrowestGap = 12, rowGap = 10, margin = 12, arrow = 5;
constexpr int widestBox = 178, missingBox = 150, narrowestBox = 60;

QString kindText(RegistryLineageNode::Kind kind)
{
    switch (kind) {
    case RegistryLineageNode::Kind::Dataset:
        return LineageView::tr("Dataset");
    case RegistryLineageNode::Kind::Run:
        return LineageView::tr("Run");
    case RegistryLineageNode::Kind::LoggedModel:
        return LineageView::tr("Logged model");
    case RegistryLineageNode::Kind::Version:
        return LineageView::tr("Version");
    case RegistryLineageNode::Kind::Alias:
        return LineageView::tr("Alias");
    case RegistryLineageNode::Kind::Deployment:
        return LineageView::tr("Deployment");
    }
    return {};
}

QString opensText(RegistryLineageNode::Kind kind)
{
    switch (kind) {
    case RegistryLineageNode::Kind::Dataset:
        return LineageView::tr("Opens what its run knows of it");
    case RegistryLineageNode::Kind::Run:
        return LineageView::tr("Opens the page of the run");
    case RegistryLineageNode::Kind::LoggedModel:
        return LineageView::tr("Opens it among the models of its run");
    case RegistryLineageNode::Kind::Version:
        return LineageView::tr("Shows the version");
    case RegistryLineageNode::Kind::Alias:
        return LineageView::tr("Shows who held it when");
    case RegistryLineageNode::Kind::Deployment:
        break;
    }
    return {};
}

// The place of each node: its column, and its row within that; a column of -1: it is left out.
struct Places
{
    std::vector<QPoint> at;
    int columns = 0, rows = 0;
};

Places placesOf(const RegistryLineage& lineage, bool withMissing)
{
    std::map<RegistryLineageNode::Kind, int> columns, counts;
    for (const auto& node : lineage.nodes)
        if (node.there || withMissing)
            columns.emplace(node.kind, 0);
    Places places;
    for (auto& [kind, column] : columns)
        column = places.columns++;
    for (const auto& node : lineage.nodes) {
        if (!node.there && !withMissing) {
            places.at.emplace_back(-1, 0);
            continue;
        }
        const int row = counts[node.kind]++;
        places.at.emplace_back(columns[node.kind], row);
        places.rows = std::max(places.rows, row + 1);
    }
    return places;
}

} // namespace

LineageBox::LineageBox(const RegistryLineageNode& node, QWidget* parent)
    : QAbstractButton(parent), node_(node)
{
    setObjectName(QStringLiteral("lineage%1").arg(static_cast<int>(node.kind)));
    setText(node.title);
    setAccessibleName(
        QStringLiteral("%1: %2, %3").arg(kindText(node.kind), node.title, node.subtitle));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    QString tip = QStringLiteral("%1\n%2").arg(node.title, node.subtitle);
    if (node.opens()) {
        setCursor(Qt::PointingHandCursor);
        tip += u'\n' + opensText(node.kind);
    }
    setToolTip(tip);
}

void LineageBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else if (event->key() == Qt::Key_Right)
        emit stepRequested(1);
    else if (event->key() == Qt::Key_Left)
        emit stepRequested(-1);
    else
        QAbstractButton::keyPressEvent(event);
}

void LineageBox::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool chosen = node_.kind == RegistryLineageNode::Kind::Version;
    QPen frame(hasFocus() || (chosen && node_.there) ? theme.accent : theme.border,
               hasFocus() ? 2 : 1);
    if (!node_.there)
        frame.setStyle(Qt::DashLine);
    painter.setPen(frame);
    painter.setBrush(!node_.there                    ? QBrush(Qt::NoBrush)
                     : underMouse() && node_.opens() ? QBrush(theme.accentBackground)
                                                     : QBrush(theme.raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), spacing::cardRadius,
                            spacing::cardRadius);
    const int side = width() < missingBox ? 6 : spacing::m;
    const QRect room = rect().adjusted(side, 8, -side, -8);
    QFont title = font();
    title.setWeight(QFont::DemiBold);
    painter.setFont(title);
    painter.setPen(node_.there ? theme.text : theme.mutedText);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignTop,
                     QFontMetrics(title).elidedText(node_.title, Qt::ElideRight, room.width()));
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    painter.setPen(theme.mutedText);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignBottom,
                     QFontMetrics(small).elidedText(node_.subtitle, Qt::ElideRight, room.width()));
}

// Holds the nodes and draws what joins them.
class LineageView::Canvas : public QWidget
{
public:
    explicit Canvas(LineageView* view) : QWidget(view), view_(view) {}

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.fillRect(rect(), theme.surface);
        painter.setRenderHint(QPainter::Antialiasing);
        for (const auto& [from, to] : view_->lineage_.edges) {
            const LineageBox *left = view_->nodes_[from], *right = view_->nodes_[to];
            if (left->isHidden() || right->isHidden())
                continue;
            QPen pen(theme.faintText, 1);
            if (!left->node().there || !right->node().there)
                pen.setStyle(Qt::DashLine);
            painter.setPen(pen);
            painter.setBrush(Qt::NoBrush);
            const QPointF begin(left->geometry().right() + 1, left->geometry().center().y() + 0.5);
            const QPointF end(right->x() - 1, right->geometry().center().y() + 0.5);
            QPainterPath path(begin);
            const qreal middle = (begin.x() + end.x()) / 2;
            path.cubicTo({middle, begin.y()}, {middle, end.y()}, end);
            painter.drawPath(path);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.faintText);
            painter.drawPolygon(QPolygonF{end, end + QPointF(-arrow - 1, -arrow + 1),
                                          end + QPointF(-arrow - 1, arrow - 1)});
        }
    }

private:
    LineageView* view_;
};

LineageView::LineageView(QWidget* parent) : QScrollArea(parent), canvas_(new Canvas(this))
{
    setObjectName(QStringLiteral("lineageView"));
    setAccessibleName(tr("Lineage"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setWidget(canvas_);
    setFocusPolicy(Qt::NoFocus);
}

void LineageView::setLineage(const RegistryLineage& lineage)
{
    if (lineage == lineage_)
        return;
    lineage_ = lineage;
    const auto focused = std::ranges::find_if(nodes_, &QWidget::hasFocus) - nodes_.begin();
    const bool keyboard = focused < std::ssize(nodes_); // it stays where it was
    for (LineageBox* node : nodes_) {
        node->hide();
        node->deleteLater();
    }
    nodes_.clear();
    for (std::size_t i = 0; i < lineage_.nodes.size(); ++i) {
        auto* node = new LineageBox(lineage_.nodes[i], canvas_);
        connect(node, &QAbstractButton::clicked, this, [this, node] {
            if (node->node().opens())
                emit opened(RegistryLineageNode(node->node())); // the box may go with it
        });
        connect(node, &LineageBox::stepRequested, this, [this, i](int by) {
            auto next = static_cast<std::ptrdiff_t>(i) + by;
            while (next >= 0 && next < std::ssize(nodes_) &&
                   nodes_[static_cast<std::size_t>(next)]->isHidden())
                next += by;
            if (next >= 0 && next < std::ssize(nodes_))
                nodes_[static_cast<std::size_t>(next)]->setFocus(Qt::TabFocusReason);
        });
        nodes_.push_back(node);
    }
    place();
    if (keyboard && !nodes_.empty())
        nodes_[static_cast<std::size_t>(std::min(focused, std::ssize(nodes_) - 1))]->setFocus();
    updateGeometry();
}

int LineageView::boxHeight() const
{
    return 2 * fontMetrics().height() + 20;
}

void LineageView::place()
{
    const int room = width() - 2 * margin;
    const auto boxWidth = [room](int columns, int gap) {
        return columns > 0 ? (room - (columns - 1) * gap) / columns : widestBox;
    };
    auto places = placesOf(lineage_, true);
    if (boxWidth(places.columns, widestGap) < missingBox)
        places = placesOf(lineage_, false);
    const bool tight = boxWidth(places.columns, widestGap) < widestBox;
    const int gap = tight ? narrowestGap : widestGap;
    const QSize box(std::clamp(boxWidth(places.columns, gap), narrowestBox, widestBox),
                    boxHeight());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const QPoint at = places.at[i];
        nodes_[i]->setVisible(at.x() >= 0);
        nodes_[i]->setFixedSize(box);
        nodes_[i]->move(margin + at.x() * (box.width() + gap),
                        margin + at.y() * (box.height() + rowGap));
    }
    const auto all = [](int count, int size, int between) {
        return count > 0 ? 2 * margin + count * (size + between) - between : 0;
    };
    canvas_->setMinimumSize(all(places.columns, box.width(), gap),
                            all(places.rows, box.height(), rowGap));
    canvas_->update();
}

void LineageView::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    place();
}

QSize LineageView::sizeHint() const
{
    constexpr int mostRows = 3;
    const int one = 2 * margin + boxHeight();
    const int most = one + (mostRows - 1) * (boxHeight() + rowGap);
    return {600, std::clamp(canvas_->minimumHeight(), one, most)};
}

} // namespace binnacle
