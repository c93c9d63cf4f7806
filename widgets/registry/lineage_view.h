#pragma once

#include "models/registry_version_page.h"
#include "models/run_id_stream.h"

#include <QAbstractButton>
#include <QScrollArea>

namespace binnacle {

// One node of the picture: a title, what it is, and a frame; opened by a click or Return.
class LineageBox : public QAbstractButton
{
    Q_OBJECT
public:
    LineageBox(const RegistryLineageNode& node, QWidget* parent);
    const RegistryLineageNode& node() const { return node_; }

signals:
    void stepRequested(int by); // to the box before (-1) or behind (1)

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    RegistryLineageNode node_;
};

// From data to production: dataset → run → logged model → version → alias → deployment, each in a
// column of its own, drawn from the left to the right. The boxes are as wide as there is room for
// all of them; where that is little, what is not there yet is left out.
class LineageView : public QScrollArea
{
    Q_OBJECT
public:
    explicit LineageView(QWidget* parent = nullptr);
    void setLineage(const RegistryLineage& lineage);
    const std::vector<LineageBox*>& nodes() const { return nodes_; } // those that are shown too
    QSize sizeHint() const override;

signals:
    void opened(const binnacle::RegistryLineageNode& node);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Canvas;
    void place();
    int boxHeight() const;
    Canvas* canvas_;
    RegistryLineage lineage_;
    std::vector<LineageBox*> nodes_;
};

} // namespace binnacle
